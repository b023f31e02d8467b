"""One spider per kind of source; the engine finds them through Scrapy's SPIDER_MODULES."""
