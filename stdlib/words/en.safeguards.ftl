# How safeguards stand in an English sentence.
#
# What is said of a preposition is said of all that are a kind of it, unless more is said of these.
#
#   .preposition    what stands before the label; “under” where nothing is said
#   .reads          the whole, where it has no label behind a preposition

## Duties of recipients

safeguard-instructions =
    .preposition = on
safeguard-data-processing-agreement =
    .preposition = under
safeguard-lawful-request-only =
    .reads = as far as we find it lawful after we have reviewed the request
safeguard-minimum-necessary =
    .reads = limited to the minimum necessary
safeguard-need-to-know =
    .reads = on a need-to-know basis
safeguard-ethics-approval =
    .preposition = with

## Grounds for transfers

safeguard-transfer-safeguard =
    .reads = on a ground that the law accepts for transfers to other countries
safeguard-adequacy =
    .reads = on the basis of an adequacy decision
safeguard-uk-adequacy =
    .reads = on the basis of adequacy regulations of the United Kingdom
safeguard-supplementary-measures =
    .preposition = with
safeguard-transfer-assessment =
    .preposition = after
safeguard-derogation_consent =
    .reads = with your explicit consent to the transfer
safeguard-derogation_contract =
    .reads = because the transfer is necessary for our contract with you
safeguard-derogation_contract-for-you =
    .reads = because the transfer is necessary for a contract in your interest
safeguard-derogation_public-interest =
    .reads = because the transfer is necessary for important reasons of public interest
safeguard-derogation_legal-claims =
    .reads = because the transfer is necessary for legal claims
safeguard-derogation_vital-interests =
    .reads = because the transfer is necessary to protect somebody’s life or health
safeguard-derogation_public-register =
    .reads = because the transfer is made from a public register
safeguard-derogation_compelling-interests =
    .reads = because the transfer is necessary for a compelling legitimate interest of ours
