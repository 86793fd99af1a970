# What standard terms are called in the United States, where more than their spelling is different.

channel-postal-mail = mail
recipient-insurers_health = health plans and other payers
recipient-authorities_coroners = coroners and medical examiners
purpose-marketing_direct_post = sending you marketing by mail
data-demographic_residence_postcode = ZIP code
data-identity_government-id_driving-licence = driver’s license details
