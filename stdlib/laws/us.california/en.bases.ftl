# The articles by which the law of California gives a basis.
#
#   .article    in brackets behind the name of the basis, where the name alone does not tell which ground of which law is meant;
#               consent, contract and legitimate interests are known by their names

basis-business-purpose =
    .article = Cal. Civ. Code 1798.140(e)
