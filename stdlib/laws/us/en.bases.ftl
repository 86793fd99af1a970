# The articles by which the law of the United States gives a basis.
#
#   .article    in brackets behind the name of the basis, where the name alone does not tell which ground of which law is meant;
#               consent, contract and legitimate interests are known by their names

basis-health-operations =
    .article = 45 C.F.R. 164.506
basis-financial-everyday-business =
    .article = 15 U.S.C. 6802(e)
basis-school-official =
    .article = 34 C.F.R. 99.31(a)(1)
