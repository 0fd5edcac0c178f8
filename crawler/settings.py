"""How we crawl: the table of contents of the crawler. Read the stages in order; each line opens one file.

Every setting is Scrapy's own unless it starts with GONGKAI. Only what differs from Scrapy's default is here.
"""

import os
from importlib.metadata import version

BOT_NAME = "gongkai"
SPIDER_MODULES = ["crawler.spiders"]

# Ours: where things lie and who we are (environment variables of the same names).
GONGKAI_DATA = os.environ.get("GONGKAI_DATA", "data")
GONGKAI_SITES = os.environ.get("GONGKAI_SITES", "")
GONGKAI_PROXY = os.environ.get("GONGKAI_PROXY", "")
GONGKAI_CONTACT = os.environ.get("GONGKAI_CONTACT", "")  # a web or mail address for the sites' administrators
GONGKAI_REASON = "crawl"
GONGKAI_DEEP_DAYS = 30  # within so many days every document is fetched anew, a share of them each day
GONGKAI_RECENT_DAYS = 7  # for so many days a new document is asked after each time
GONGKAI_SLOT = ""  # the time of the schedule that the crawl is made for (UTC, ISO 8601), if it is
GONGKAI_UNTIL = ""  # when its window closes, likewise
GONGKAI_MAX_REQUESTS = 0  # requests of one crawl, robots.txt, redirects and retries included; 0: no bound
GONGKAI_MAX_MINUTES = 0  # of one crawl; 0: no bound
GONGKAI_MAX_ALIKE = 20_000  # addresses of one crawl that differ only in their digits
GONGKAI_ROBOTS_HOURS = 24  # after which robots.txt is asked for again (RFC 9309 §2.4)
GONGKAI_PATIENCE = 120  # seconds a site may have us wait by Retry-After; more leaves it for the night
GONGKAI_READERS = None  # processes that read pages where one cannot keep up; None: a core each, but for one
GONGKAI_BLOCKED_LIMIT = 5  # answers of a firewall in a row that end the crawl of a site

# The way of a page. The bytes are on record (capture) before anyone reads them.
EXTENSIONS = {
    "crawler.lease.Leased": -10,  # no other crawl asks the same host; before anything is written down
    "crawler.logbook.Logbook": 0,  # opens the archive and the WARC file; writes down how the crawl went
    "scrapy.extensions.telnet.TelnetConsole": None,  # no door into a running crawl
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.feedexport.FeedExporter": None,  # the archive keeps what is found
}
DOWNLOAD_HANDLERS = {
    "http": "crawler.capture.CapturingHandler",
    "https": "crawler.capture.CapturingHandler",
    "data": None,  # a district's site is reached over HTTP and by no other way
    "file": None,
    "ftp": None,
    "s3": None,
}
ITEM_PIPELINES = {
    "pipelines.stages.ExtractPipeline": 100,  # the parts of a page become one answer
    "pipelines.stages.ValidatePipeline": 200,  # what is odd about it
    "pipelines.stages.SavePipeline": 300,  # into the archive
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.middlewares.OnSite": 50,
    "crawler.traps.Traps": 60,  # addresses without an end
    "crawler.conditional.Conditional": 70,  # asks only for what has changed
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.Robots": 100,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # only what is public
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,  # custom 404 pages refresh to "/"
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "crawler.middlewares.Cookies": 700,  # some sites redirect to themselves until theirs comes back
    "crawler.middlewares.ThroughProxy": 740,
    "crawler.patience.Patience": 750,  # Retry-After
    "crawler.bounds.Bounds": 760,  # the window, the budgets, the lease: last before the wire
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,  # the WARC is what is kept
}
SPIDER_MIDDLEWARES = {
    # A 404 page is read and recorded like any other; the spider looks at the status.
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # the spider bounds its lists itself
}
# The spider asks for each canonical address once; a redirect to itself that wants its cookie back is legal.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # documents in the order of their list
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

# Who we say we are: always the truth.
USER_AGENT = (
    f"Gongkai/{version('gongkai')} ({'+' + GONGKAI_CONTACT if GONGKAI_CONTACT else 'no contact given'})"
)
ROBOTSTXT_USER_AGENT = "Gongkai"
ROBOTSTXT_OBEY = True
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

# How gently: one connection to a host, a pause between requests, longer when the site is slow.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 4  # on their way in one crawl, the rest of them waiting for the connection
CONCURRENT_ITEMS = 1  # of one answer; Scrapy makes so many tasks for each, a hundred by itself
DOWNLOAD_DELAY = 3
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 3
AUTOTHROTTLE_MAX_DELAY = 60
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0

# What is tried again, and what never is: 403, 412, 429, 503 and 521 mean leave me alone.
RETRY_TIMES = 2
RETRY_EXCEPTIONS = ["crawler.capture.NoAnswerNow"]  # time-outs, name look-ups, connections cut
RETRY_HTTP_CODES = [408, 500, 502, 504, 522, 524]
RETRY_GIVE_UP_LOG_LEVEL = "INFO"
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024  # bytes; more is recorded as too_large
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = False  # an answer cut off is kept in the WARC; the capture then fails it
REDIRECT_MAX_TIMES = 5

# Certificates of district sites are often expired or for another name: the page is kept all the same.
DOWNLOAD_VERIFY_CERTIFICATES = False

TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
LOG_LEVEL = "INFO"
