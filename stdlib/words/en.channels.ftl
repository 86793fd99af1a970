# How channels stand in an English sentence.
#
# What is said of a channel is said of all that are a kind of it, unless more is said of these.
#
#   .preposition    what stands before the label; “through” where nothing is said
#   .reads          the whole, where it has no label behind a preposition
#   .noun           what one of these is called: “cookie”; a name is led in by it, “the cookie _ga”
#   .address        behind a right that says to whom one turns

## Products and places

channel-website =
    .preposition = on
channel-website_shop =
    .preposition = in
channel-apps =
    .preposition = in
channel-ai-features =
    .preposition = in
channel-premises =
    .preposition = at
channel-shops =
    .preposition = in
channel-events =
    .preposition = at
channel-webinars =
    .preposition = in
channel-social-pages =
    .preposition = on

## Forms and pages

channel-web-form =
    .preposition = through
channel-checkout =
    .preposition = at
channel-profile-page =
    .preposition = on
channel-account-settings =
    .preposition = in
channel-privacy-centre =
    .preposition = in
channel-privacy-policy =
    .preposition = in
channel-website-notice =
    .preposition = by
channel-in-product-notice =
    .preposition = by
channel-transparency-report =
    .preposition = in

## Reaching people, and being reached

channel-email =
    .preposition = by
channel-phone =
    .preposition = by
channel-toll-free-number =
    .preposition = by calling
channel-postal-mail =
    .preposition = by
channel-fax =
    .preposition = by
channel-text-message =
    .preposition = by
channel-live-chat =
    .preposition = by
channel-in-person =
    .reads = in person
    .preposition = at
channel-push-notification = push message
    .preposition = by
channel-opt-out-link =
    .preposition = through
channel-point-of-collection =
    .preposition = on
channel-supervisory-authority =
    .address = { $authority ->
        [none] to the data protection authority
       *[other] to our supervisory authority, { $authority }
    }
channel-dispute-body =
    .address = to an independent dispute body

## Settings, tools and signals

channel-browser-settings =
    .preposition = in
channel-device-settings =
    .preposition = in
channel-cookie-banner =
    .preposition = in
channel-cookie-settings =
    .preposition = in
channel-export-tool =
    .preposition = with
channel-deletion-tool =
    .preposition = with
channel-industry-opt-out =
    .preposition = on
channel-vendor-opt-out =
    .preposition = on
channel-connected-service-settings =
    .preposition = in
channel-ad-tracking-limit =
    .preposition = in

## Technologies

channel-tracking-technology =
    .preposition = by means of
channel-cookie =
    .noun = cookie
channel-cookie_first-party =
    .noun = first-party cookie
channel-cookie_third-party =
    .noun = third-party cookie
channel-cookie_session =
    .noun = session cookie
channel-cookie_persistent =
    .noun = persistent cookie
channel-cookie_essential =
    .noun = strictly necessary cookie
channel-cookie_functional =
    .noun = functional cookie
channel-cookie_analytics =
    .noun = analytics cookie
channel-cookie_advertising =
    .noun = advertising cookie
channel-local-storage =
    .noun = stored entry
channel-flash-cookie =
    .noun = Flash cookie
channel-pixel =
    .noun = pixel
channel-email-pixel =
    .noun = pixel in e-mails
channel-link-tracking =
    .noun = marked link
channel-tag =
    .noun = script
channel-social-plugin =
    .noun = button of a social network
channel-embedded-media =
    .noun = embedded content
channel-software-development-kit =
    .noun = software kit
channel-etag =
    .noun = entity tag
channel-cctv =
    .preposition = by means of
channel-call-recording =
    .preposition = by means of
