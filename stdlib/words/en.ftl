# What standard terms are called in English where their labels do not fit.
#
# A message is a term: its kind, a hyphen, and its name with "_" for each dot. Its value stands for the label, each attribute
# for the label in one place:
#
#   .none          behind the actor of "have no"; $form is "singular" or "base", as in the frames of sentences
#   .none-of       the same of some people, $whom
#   .claim         behind the actor of "state"
#   .disclaimed    behind the actor of "disclaim"
#   .advised       behind "asks you"
#   .theirs        of others than the reader, where it is not enough that "you" becomes "they"
#   .told-by       of people: "you" where the reader gives their data, so that the sentence still speaks to the reader
#   .several       of data: of several people, "the names of teachers"
#   .found         of data: "drawn" where data are not worked out but drawn
#   .one           of people: one of them; of an event: the one whom it is about, where no people are named
#   .of            of an event: what it is about one person, $whom
#   .of-data       of an event: what it is about some data, $data
#   .kept          of a purpose: behind "For", where data are kept
#   .trained       of a purpose: what is trained, behind "train"
#   .decided       of a purpose: what is decided, behind "decide"
#   .phrase        of a form: behind the data, where it does not stand before them
#   .to-authority  of a right: where the policy declares the authority, $name

## Practices of which a policy says that there are none

topic-transfers =
    .none = { $form ->
        [singular] transfers
       *[base] transfer
    } no data to other countries
    .none-of = { $form ->
        [singular] transfers
       *[base] transfer
    } no data of { $whom } to other countries
topic-automated-decisions =
    .none = { $form ->
        [singular] makes
       *[base] make
    } no decisions by automated means alone that have legal or similarly significant effects for you
    .none-of = { $form ->
        [singular] makes
       *[base] make
    } no decisions by automated means alone that have legal or similarly significant effects for { $whom }
topic-profiling =
    .none = { $form ->
        [singular] carries
       *[base] carry
    } out no profiling
    .none-of = { $form ->
        [singular] carries
       *[base] carry
    } out no profiling of { $whom }
topic-sale =
    .none = { $form ->
        [singular] sells
       *[base] sell
    } no data
    .none-of = { $form ->
        [singular] sells
       *[base] sell
    } no data of { $whom }
topic-sharing-for-advertising =
    .none = { $form ->
        [singular] shares
       *[base] share
    } no data for advertising chosen by what you do elsewhere
    .none-of = { $form ->
        [singular] shares
       *[base] share
    } no data of { $whom } for advertising chosen by what they do elsewhere
topic-sale-of-minors-data =
    .none = { $form ->
        [singular] sells
       *[base] sell
    } no data of people under 16
    .none-of = { $form ->
        [singular] sells
       *[base] sell
    } no data of { $whom } who are under 16
topic-advertising =
    .none = { $form ->
        [singular] uses
       *[base] use
    } no data for advertising
    .none-of = { $form ->
        [singular] uses
       *[base] use
    } no data of { $whom } for advertising
topic-targeted-advertising =
    .none = { $form ->
        [singular] uses
       *[base] use
    } no data for targeted advertising
    .none-of = { $form ->
        [singular] uses
       *[base] use
    } no data of { $whom } for targeted advertising
topic-tracking =
    .none = { $form ->
        [singular] does
       *[base] do
    } not track you over time across sites and applications
    .none-of = { $form ->
        [singular] does
       *[base] do
    } not track { $whom } over time across sites and applications
topic-third-party-tracking =
    .none = { $form ->
        [singular] lets
       *[base] let
    } no other companies track you
    .none-of = { $form ->
        [singular] lets
       *[base] let
    } no other companies track { $whom }
topic-cookies =
    .none = { $form ->
        [singular] sets
       *[base] set
    } no cookies
topic-special-categories =
    .none = { $form ->
        [singular] processes
       *[base] process
    } no specially protected data
topic-ai-training =
    .none = { $form ->
        [singular] trains
       *[base] train
    } no AI models on data
    .none-of = { $form ->
        [singular] trains
       *[base] train
    } no AI models on data of { $whom }
topic-ai-use =
    .none = { $form ->
        [singular] uses
       *[base] use
    } no artificial intelligence
topic-financial-incentive =
    .none = { $form ->
        [singular] gives
       *[base] give
    } no rewards for data

## Canaries

topic-warrant-canary =
    .none = { $form ->
        [singular] has
       *[base] have
    } received no secret orders
    .claim = { $form ->
        [singular] has
       *[base] have
    } received no secret orders
topic-warrant-canary_gag-orders =
    .none = { $form ->
        [singular] is
       *[base] are
    } under no order to keep silent
    .claim = { $form ->
        [singular] is
       *[base] are
    } under no order to keep silent
topic-no-government-access =
    .none = { $form ->
        [singular] gives
       *[base] give
    } no authority direct access to systems
    .claim = { $form ->
        [singular] gives
       *[base] give
    } no authority direct access to systems
topic-no-backdoors =
    .none = { $form ->
        [singular] has
       *[base] have
    } built in no back doors
    .claim = { $form ->
        [singular] has
       *[base] have
    } built in no back doors
topic-no-key-handover =
    .none = { $form ->
        [singular] has
       *[base] have
    } handed no keys to an authority
    .claim = { $form ->
        [singular] has
       *[base] have
    } handed no keys to an authority
topic-no-breaches =
    .none = { $form ->
        [singular] has
       *[base] have
    } had no data breaches so far
    .claim = { $form ->
        [singular] has
       *[base] have
    } had no data breaches so far

## Claims

topic-compliance =
    .claim = { $form ->
        [singular] complies
       *[base] comply
    } with the law
topic-compliance_gdpr =
    .claim = { $form ->
        [singular] complies
       *[base] comply
    } with the General Data Protection Regulation
topic-compliance_uk-gdpr =
    .claim = { $form ->
        [singular] complies
       *[base] comply
    } with the data protection law of the United Kingdom
topic-compliance_ccpa =
    .claim = { $form ->
        [singular] complies
       *[base] comply
    } with the California Consumer Privacy Act
topic-compliance_coppa =
    .claim = { $form ->
        [singular] complies
       *[base] comply
    } with the Children’s Online Privacy Protection Act of the United States
topic-compliance_hipaa =
    .claim = { $form ->
        [singular] complies
       *[base] comply
    } with the Health Insurance Portability and Accountability Act (HIPAA) of the United States
topic-compliance_hipaa_assistance =
    .claim = { $form ->
        [singular] helps
       *[base] help
    } customers to comply with the Health Insurance Portability and Accountability Act (HIPAA) of the United States
topic-compliance_ferpa =
    .claim = { $form ->
        [singular] complies
       *[base] comply
    } with the Family Educational Rights and Privacy Act (FERPA) of the United States
topic-compliance_glba =
    .claim = { $form ->
        [singular] complies
       *[base] comply
    } with the Gramm-Leach-Bliley Act of the United States
topic-compliance_can-spam =
    .claim = { $form ->
        [singular] complies
       *[base] comply
    } with the CAN-SPAM Act of the United States
topic-compliance_pipeda =
    .claim = { $form ->
        [singular] complies
       *[base] comply
    } with the Personal Information Protection and Electronic Documents Act of Canada
topic-compliance_lgpd =
    .claim = { $form ->
        [singular] complies
       *[base] comply
    } with the General Data Protection Law (LGPD) of Brazil
topic-certification =
    .claim = { $form ->
        [singular] is
       *[base] are
    } certified by somebody independent
topic-certification_iso-27001 =
    .claim = { $form ->
        [singular] is
       *[base] are
    } certified under ISO/IEC 27001
topic-certification_iso-27701 =
    .claim = { $form ->
        [singular] is
       *[base] are
    } certified under ISO/IEC 27701
topic-certification_soc-2 =
    .claim = { $form ->
        [singular] has
       *[base] have
    } a SOC 2 report of independent auditors
topic-certification_pci-dss =
    .claim = { $form ->
        [singular] is
       *[base] are
    } certified under the Payment Card Industry Data Security Standard (PCI DSS)
topic-certification_seal =
    .claim = { $form ->
        [singular] bears
       *[base] bear
    } a privacy seal
topic-data-privacy-framework =
    .claim = { $form ->
        [singular] takes
       *[base] take
    } part in the Data Privacy Framework
topic-platform-programme =
    .claim = { $form ->
        [singular] keeps
       *[base] keep
    } to the rules of platforms on their data
topic-onward-liability =
    .claim = { $form ->
        [singular] remains
       *[base] remain
    } liable for those to whom data is passed on
topic-same-rights-for-all =
    .claim = { $form ->
        [singular] gives
       *[base] give
    } everyone the same rights
topic-transparency-report =
    .claim = { $form ->
        [singular] publishes
       *[base] publish
    } a transparency report
    .none = { $form ->
        [singular] publishes
       *[base] publish
    } no transparency report
topic-request-statistics =
    .claim = { $form ->
        [singular] publishes
       *[base] publish
    } figures on privacy requests
topic-security-reports_safe-harbour =
    .claim = { $form ->
        [singular] takes
       *[base] take
    } no action against people who report security gaps honestly

## What is disclaimed

topic-absolute-security =
    .disclaimed = { $form ->
        [singular] cannot
       *[base] cannot
    } promise absolute security
topic-responsibility-for-others =
    .disclaimed = { $form ->
        [singular] does
       *[base] do
    } not answer for what others do with data
topic-responsibility-for-links =
    .disclaimed = { $form ->
        [singular] does
       *[base] do
    } not answer for other sites to which links lead
topic-endorsement =
    .disclaimed = { $form ->
        [singular] does
       *[base] do
    } not recommend what a link or a name leads to
topic-responsibility-for-public-content =
    .disclaimed = { $form ->
        [singular] does
       *[base] do
    } not answer for what others do with what you make public
topic-responsibility-for-affiliates =
    .disclaimed = { $form ->
        [singular] does
       *[base] do
    } not answer for what companies of the group do
topic-out-of-reach-copies =
    .disclaimed = { $form ->
        [singular] has
       *[base] have
    } no control over copies that others hold
topic-complete-deletion =
    .disclaimed = { $form ->
        [singular] does
       *[base] do
    } not promise that a deletion leaves no copy anywhere
topic-backup-latency =
    .disclaimed = { $form ->
        [singular] does
       *[base] do
    } not promise that a deletion takes effect everywhere at once
topic-accuracy =
    .disclaimed = { $form ->
        [singular] does
       *[base] do
    } not promise that data and content are accurate
topic-availability =
    .disclaimed = { $form ->
        [singular] does
       *[base] do
    } not promise that the service is always available
topic-liability =
    .disclaimed = { $form ->
        [singular] accepts
       *[base] accept
    } no liability for damage
topic-equal-protection-abroad =
    .disclaimed = { $form ->
        [singular] does
       *[base] do
    } not promise that the law of other countries protects data equally
topic-recipient-misuse =
    .disclaimed = { $form ->
        [singular] does
       *[base] do
    } not answer for misuse by those who receive data
topic-signal-effect =
    .disclaimed = { $form ->
        [singular] does
       *[base] do
    } not promise to understand every signal
topic-persistence-of-opt-out =
    .disclaimed = { $form ->
        [singular] does
       *[base] do
    } not promise that an opt-out outlasts a change of browser or the deletion of cookies
topic-response-to-unverified =
    .disclaimed = { $form ->
        [singular] does
       *[base] do
    } not promise to answer requests whose sender cannot be verified

## What is advised

topic-password-care =
    .advised = to choose good passwords and keep them secret
topic-device-care =
    .advised = to keep your devices locked and up to date
topic-public-content =
    .advised = to think before you make something public
topic-sensitive-by-email =
    .advised = not to send us sensitive data by e-mail or other unprotected means
topic-sensitive-content =
    .advised = not to put sensitive data into content without need
topic-profile-care =
    .advised = to reveal in a profile only what others may know
topic-read-other-policies =
    .advised = to read the policies of other companies before you use their services
topic-trust-in-apps =
    .advised = to connect only applications that you trust
topic-duty-about-others =
    .advised = to give us data about other people only if you may, and to tell them
topic-keep-current =
    .advised = to tell us when your data changes
topic-check-for-changes =
    .advised = to look at this policy from time to time
topic-export-before-closing =
    .advised = to save a copy of your data before you close your account
topic-logging-out =
    .advised = to sign out on shared devices
topic-parental-guidance =
    .advised = as a parent or guardian, to watch over what your child does online
topic-phishing =
    .advised = to beware of messages that only pretend to come from us

## Data of several people

data-contact_name =
    .several = names
data-contact_name_first =
    .several = first names
data-contact_name_last =
    .several = last names
data-contact_name_alias =
    .several = nicknames
data-contact_name_former =
    .several = former names
data-contact_email =
    .several = e-mail addresses
data-contact_email_work =
    .several = work e-mail addresses
data-contact_email_personal =
    .several = private e-mail addresses
data-contact_phone =
    .several = telephone numbers
data-contact_phone_mobile =
    .several = mobile telephone numbers
data-contact_fax =
    .several = fax numbers
data-contact_postal-address =
    .several = postal addresses
data-contact_postal-address_street =
    .several = streets and house numbers
data-contact_postal-address_billing =
    .several = billing addresses
data-contact_postal-address_delivery =
    .several = delivery addresses
data-contact_messaging =
    .several = messaging handles
data-contact_website =
    .several = personal website addresses
data-identity_government-id =
    .several = official identification numbers
data-identity_government-id_national =
    .several = national identity numbers
data-identity_government-id_social-security =
    .several = social security numbers
data-identity_government-id_tax =
    .several = tax identification numbers
data-identity_government-id_passport =
    .several = passport numbers
data-identity_government-id_voter =
    .several = voter registration numbers
data-identity_vehicle-registration =
    .several = vehicle registration numbers
data-identity_document-copy =
    .several = images of identity documents
data-identity_signature =
    .several = signatures
data-identity_verification =
    .several = identity check results
data-identity_biometric_face =
    .several = face templates
data-identity_biometric_fingerprint =
    .several = fingerprints
data-identity_biometric_eye =
    .several = iris or retina scans
data-identity_biometric_voice =
    .several = voiceprints
data-account_registration-id =
    .several = registration numbers
data-account_username =
    .several = user names
data-account_credentials_password =
    .several = passwords
data-account_credentials_pin =
    .several = PINs
data-account_profile =
    .several = profiles
data-account_profile_picture =
    .several = profile pictures
data-account_profile_description =
    .several = profile descriptions
data-demographic_birth-date =
    .several = dates of birth
data-demographic_age =
    .several = ages
data-demographic_age_range =
    .several = age groups
data-demographic_birth-place =
    .several = places of birth
data-demographic_residence =
    .several = places of residence
data-demographic_residence_city =
    .several = towns or cities of residence
data-demographic_residence_region =
    .several = states or provinces of residence
data-demographic_residence_postcode =
    .several = postcodes
data-demographic_residence_country =
    .several = countries of residence
data-demographic_gender =
    .several = genders
data-demographic_title =
    .several = titles
data-demographic_nationality =
    .several = nationalities
data-demographic_family =
    .several = details of families and households
data-demographic_family_children =
    .several = details of children
data-demographic_race-ethnicity =
    .several = information about racial or ethnic origin
data-demographic_religion =
    .several = information about religious or philosophical beliefs
data-demographic_politics =
    .several = information about political opinions
data-demographic_union =
    .several = information about trade union membership
data-demographic_sexuality =
    .several = information about sex life or sexual orientation
data-health_mental =
    .several = information about mental health
data-health_reproductive =
    .several = information about reproductive health
data-health_disability =
    .several = information about disabilities
data-body =
    .several = information about appearance and movement
data-surroundings =
    .several = information about surroundings
data-surroundings_scan =
    .several = scans of surroundings
data-surroundings_cctv =
    .several = video surveillance recordings
data-financial_payment-card_number =
    .several = card numbers
data-financial_payment-card_expiry =
    .several = card expiry dates
data-financial_payment-card_security-code =
    .several = card security codes
data-financial_card-ending =
    .several = last digits of cards
data-financial_payment-token =
    .several = payment tokens
data-financial_credit =
    .several = credit records
data-financial_credit_score =
    .several = credit scores
data-financial_assets =
    .several = details of assets and debts
data-commerce =
    .several = details of purchases and orders
data-commerce_purchases =
    .several = purchase histories
data-commerce_basket =
    .several = contents of shopping baskets
data-commerce_wish-list =
    .several = wish lists
data-commerce_returns =
    .several = details of returns and complaints
data-commerce_coupons =
    .several = details of vouchers and coupons
data-location =
    .several = locations
data-location_precise =
    .several = precise locations
data-location_precise_live =
    .several = live locations
data-location_coarse =
    .several = approximate locations
data-location_coarse_country =
    .several = current countries
data-location_history =
    .several = location histories
data-location_nearby =
    .several = information about nearby networks and beacons
data-device_identifiers_advertising =
    .several = advertising identifiers
data-device_identifiers_installation =
    .several = installation identifiers
data-device_identifiers_push-token =
    .several = push tokens
data-device_ip-address =
    .several = IP addresses
data-device_cookie-id =
    .several = cookie identifiers
data-device_probabilistic-id =
    .several = device fingerprints
data-device_browser =
    .several = browser types and versions
data-device_operating-system =
    .several = operating system types and versions
data-device_screen =
    .several = screen sizes
data-device_carrier =
    .several = names of mobile carriers
data-device_connection =
    .several = connection types
data-device_installed-apps =
    .several = lists of installed applications
data-activity_interactions =
    .several = records of interactions with the service
data-activity_browsing =
    .several = browsing histories
data-activity_browsing_elsewhere =
    .several = records of visits to other sites
data-activity_referrer =
    .several = referring web addresses
data-activity_searches =
    .several = search histories
data-activity_timestamps =
    .several = dates and times of activity
data-activity_ads-seen =
    .several = advertisement view records
data-activity_campaign =
    .several = campaign information
data-activity_media =
    .several = media use histories
data-activity_email-engagement =
    .several = e-mail opening records
data-activity_session-replay =
    .several = recordings of visits
data-content_photos_of-yourself =
    .several = pictures
data-content_messages_email =
    .several = contents of e-mails
data-content_calls_recordings =
    .several = recordings of calls
data-content_calls_transcripts =
    .several = transcripts of calls
data-content_correspondence =
    .several = correspondence
data-social_connections =
    .several = lists of friends and followers
data-social_connected-accounts =
    .several = details of accounts with other services
data-social_calendar =
    .several = calendars
data-social_sharing =
    .several = sharing records
data-professional_employment =
    .several = details of employers and positions
data-professional_organisation =
    .several = names of organisations
data-professional_job-title =
    .several = job titles
data-professional_application =
    .several = job applications
data-professional_evaluation =
    .several = work appraisals
data-professional_pay =
    .several = details of pay and benefits
data-professional_qualifications =
    .several = details of qualifications and licences
data-professional_education =
    .several = details of education
data-legal_disputes =
    .several = details of disputes and claims
data-inferences_profile =
    .several = profiles of habits and traits
data-inferences_risk =
    .several = fraud and risk scores
data-inferences_household =
    .several = lists of linked devices
data-inferences_pseudonym =
    .several = pseudonyms
data-inferences =
    .found = drawn

## People, and what is said of them

condition-risk-to-person =
    .theirs = a high risk to the rights and freedoms of those concerned is likely
source-users =
    .theirs = them
subject-people =
    .one = a person
subject-minors =
    .one = a minor
subject-minors_under-18 =
    .one = a person under 18
subject-children =
    .one = a child
subject-children_under-13 =
    .one = a child under 13
subject-children_under-14 =
    .one = a child under 14
subject-children_under-15 =
    .one = a child under 15
subject-children_under-16 =
    .one = a child under 16
subject-teenagers =
    .one = a teenager
subject-students =
    .one = a pupil or student
subject-contacts-of-users =
    .told-by = you
subject-senders-recipients =
    .told-by = you
subject-people-in-content =
    .told-by = you
subject-next-of-kin =
    .told-by = you
subject-beneficiaries =
    .told-by = you
event-data-breach =
    .theirs = personal data is breached
    .of-data = a breach affects { $data }
event-discovery-of-breach =
    .theirs = we become aware of a breach of personal data
    .of-data = we become aware of a breach that affects { $data }
event-learning-of-child-data =
    .of = we learn that we hold the data of { $whom } without the consent that the law asks for
    .one = a child

## Purposes in other places

purpose-legal =
    .kept = legal purposes
purpose-legal_claims =
    .kept = legal claims
purpose-legal_compliance =
    .kept = compliance with the law
purpose-legal_record-keeping =
    .kept = the records that the law requires
purpose-legal_disputes =
    .kept = the resolution of disputes
purpose-security_fraud =
    .kept = the prevention of fraud and abuse
purpose-service_billing =
    .kept = billing
purpose-ai_training =
    .trained = AI models
purpose-ai_training_general =
    .trained = AI models for everybody
purpose-ai_training_yours =
    .trained = AI models only for you
purpose-service_credit-check =
    .decided = on credit
purpose-service_eligibility =
    .decided = whether, and on what terms, you can have the service

## Forms and rights

form-limited =
    .phrase = as a limited data set
right-complaint =
    .to-authority = complain to our supervisory authority, { $name },
