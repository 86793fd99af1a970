# The articles by which the law of the European Union knows a safeguard.
#
#   .article    in brackets behind the safeguard, and behind all that are a kind of it

safeguard-data-processing-agreement =
    .article = Art. 28(3) GDPR
safeguard-joint-controller-arrangement =
    .article = Art. 26 GDPR
safeguard-code-of-conduct =
    .article = Art. 40 GDPR
safeguard-adequacy =
    .article = Art. 45 GDPR
safeguard-scc =
    .article = Art. 46(2)(c) GDPR
safeguard-scc-authority =
    .article = Art. 46(2)(d) GDPR
safeguard-bcr =
    .article = Art. 47 GDPR
safeguard-public-instrument =
    .article = Art. 46(2)(a) GDPR
safeguard-transfer-code =
    .article = Art. 46(2)(e) GDPR
safeguard-transfer-certification =
    .article = Art. 46(2)(f) GDPR
safeguard-ad-hoc-clauses =
    .article = Art. 46(3)(a) GDPR
safeguard-treaty-request =
    .article = Art. 48 GDPR
safeguard-derogation =
    .article = Art. 49 GDPR
safeguard-derogation_consent =
    .article = Art. 49(1)(a) GDPR
safeguard-derogation_contract =
    .article = Art. 49(1)(b) GDPR
safeguard-derogation_contract-for-you =
    .article = Art. 49(1)(c) GDPR
safeguard-derogation_public-interest =
    .article = Art. 49(1)(d) GDPR
safeguard-derogation_legal-claims =
    .article = Art. 49(1)(e) GDPR
safeguard-derogation_vital-interests =
    .article = Art. 49(1)(f) GDPR
safeguard-derogation_public-register =
    .article = Art. 49(1)(g) GDPR
safeguard-derogation_compelling-interests =
    .article = Art. 49(1) GDPR
