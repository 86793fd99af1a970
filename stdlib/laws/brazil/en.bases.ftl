# The articles by which the law of Brazil gives a basis.
#
#   .article    in brackets behind the name of the basis, where the name alone does not tell which ground of which law is meant;
#               consent, contract and legitimate interests are known by their names

basis-credit-protection =
    .article = Law 13.709/2018 Art. 7(X)
basis-legal-claims =
    .article = Law 13.709/2018 Art. 7(VI)
