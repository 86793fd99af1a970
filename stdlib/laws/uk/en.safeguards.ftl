# The articles by which the law of the United Kingdom knows a safeguard.
#
#   .article    in brackets behind the safeguard, and behind all that are a kind of it

safeguard-data-processing-agreement =
    .article = Art. 28(3) UK GDPR
safeguard-joint-controller-arrangement =
    .article = Art. 26 UK GDPR
safeguard-code-of-conduct =
    .article = Art. 40 UK GDPR
safeguard-uk-adequacy =
    .article = Art. 45A UK GDPR
safeguard-data-privacy-framework_uk-extension =
    .article = Art. 45A UK GDPR
safeguard-uk-transfer-agreement =
    .article = Art. 46(2)(d) UK GDPR
safeguard-uk-addendum =
    .article = Art. 46(2)(d) UK GDPR
safeguard-bcr =
    .article = Art. 47 UK GDPR
safeguard-derogation =
    .article = Art. 49 UK GDPR
safeguard-derogation_consent =
    .article = Art. 49(1)(a) UK GDPR
safeguard-derogation_contract =
    .article = Art. 49(1)(b) UK GDPR
safeguard-derogation_contract-for-you =
    .article = Art. 49(1)(c) UK GDPR
safeguard-derogation_public-interest =
    .article = Art. 49(1)(d) UK GDPR
safeguard-derogation_legal-claims =
    .article = Art. 49(1)(e) UK GDPR
safeguard-derogation_vital-interests =
    .article = Art. 49(1)(f) UK GDPR
safeguard-derogation_public-register =
    .article = Art. 49(1)(g) UK GDPR
safeguard-derogation_compelling-interests =
    .article = Art. 49(1) UK GDPR
