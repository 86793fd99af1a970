# Words of the UK GDPR.

topic-automated-decisions =
    .article = Art. 22 UK GDPR
