# Words of the General Data Protection Regulation.
#
#   .article    the provision on what is done, in brackets behind its sentence

topic-automated-decisions =
    .article = Art. 22 GDPR
