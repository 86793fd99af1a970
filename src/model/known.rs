//! The terms of the standard vocabulary that the code knows by name: one table, proved when Candor is built.
//!
//! What a term means is said in the vocabulary. The meaning itself rests on a few: whom an unnamed recipient is, from when
//! a length of time counts, what consent is; the checks rest on what the laws name that they come from. If one is renamed
//! there, Candor is not built, and no other file of the code spells a name (a test looks for it).

use super::{Kind, Term};

macro_rules! known_terms {
    ($($(#[$doc:meta])* $variant:ident $kind:ident $name:literal)*) => {
        /// A term that the code knows by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum KnownTerm {
            $($(#[$doc])* $variant,)*
        }

        impl KnownTerm {
            /// All of them, in the order of the table.
            pub const ALL: [Self; [$(Self::$variant),*].len()] = [$(Self::$variant),*];

            /// Its kind.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self {
                    $(Self::$variant => Kind::$kind,)*
                }
            }

            /// Its name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// The one of a namespace and a name, if the code knows it.
            #[must_use]
            pub fn of(kind: Kind, name: &str) -> Option<Self> {
                Some(match (kind.namespace(), name) {
                    $((namespace, $name) if namespace == Kind::$kind.namespace() => Self::$variant,)*
                    _ => return None,
                })
            }

            /// Whether a term is this one.
            #[must_use]
            pub fn is(self, term: &Term) -> bool {
                term.kind.namespace() == self.kind().namespace() && &*term.name == self.name()
            }
        }
    };
}

known_terms! {
    /// Data that were found out about a person.
    Inferences Data "inferences"
    /// What trackers are and hold.
    Trackers Data "trackers"
    /// Data of children.
    ChildData Data "child-data"
    /// The form of data about which nothing is said.
    Readable Form "readable"
    /// Everybody.
    People Subject "people"
    /// Those who are under age.
    Minors Subject "minors"
    /// Children whose parents decide for them under the law of the United States.
    ChildrenUnder13 Subject "children.under-13"
    /// Whoever is taught, children among them.
    Students Subject "students"
    /// Those who are too young to decide about their data.
    Children Subject "children"
    /// Who acts for the company as one of its own.
    Staff Recipient "staff"
    /// Who acts for the company on its word.
    Processors Recipient "processors"
    /// Who decides together with the company.
    JointControllers Recipient "joint-controllers"
    /// Who is neither.
    ThirdParties Recipient "third-parties"
    /// Anybody at all.
    ThePublic Recipient "the-public"
    /// The person whose data they are.
    Yourself Recipient "yourself"
    /// Those who are responsible for a child.
    Parents Recipient "parents"
    /// Whoever exercises public power.
    Authorities Recipient "authorities"
    /// Where the exploitation of children is reported.
    ChildProtection Recipient "authorities.child-protection"
    /// What the law demands or grants.
    LegalPurposes Purpose "legal"
    /// Keeping people from harm.
    Safety Purpose "safety"
    /// Averting danger to life.
    SafetyOfLife Purpose "safety.of-life"
    /// Making sure of an age.
    AgeCheck Purpose "security.age-check"
    /// What people ask for when they use a service.
    ServicePurposes Purpose "service"
    /// Keeping what is offered from harm.
    SecurityPurposes Purpose "security"
    /// Marketing by messages.
    DirectMarketing Purpose "marketing.direct"
    /// What is kept for good because the public has an interest in it.
    Archiving Purpose "public-interest.archiving"
    /// Remembering what people chose.
    PrivacyChoices Purpose "legal.privacy-choices"
    /// Parents who tell of their children.
    ParentsAsSource Source "parents"
    /// The company's own products.
    Products Channel "products"
    /// What lies on a device and is sent to nobody by itself.
    LocalStorage Channel "local-storage"
    /// Whatever recognises a device.
    TrackingTechnology Channel "tracking-technology"
    /// Where the GDPR is law.
    EuropeanEconomicArea Region "eea"
    /// Where the UK GDPR is law.
    UnitedKingdom Region "uk"
    /// Another state whose law follows that of Europe.
    Switzerland Region "switzerland"
    /// Where the LGPD is law.
    Brazil Region "brazil"
    /// The United States.
    UnitedStates Region "us"
    /// Where the CCPA is law.
    California Region "us.california"
    /// Where European law lets data go without more ado.
    AdequateForEurope Region "adequate-for-eu"
    /// That a person agreed.
    Consent Consent "consent"
    /// That a person agreed in words that name the thing.
    ExplicitConsent Consent "explicit-consent"
    /// That conduct shows agreement.
    ImpliedConsent Consent "implied-consent"
    /// That a person is asked anew for every use.
    ConsentPerUse Consent "consent-per-use"
    /// That a parent agreed.
    ParentalConsent Consent "parental-consent"
    /// That a school agreed in place of the parents.
    SchoolConsent Consent "school-consent"
    /// That somebody agreed who may act for the person.
    RepresentativeConsent Consent "representative-consent"
    /// That a person told the company to do it.
    UserDirection Consent "user-direction"
    /// That the law obliges the company.
    LegalObligation Condition "legal-obligation"
    /// That the law lets the company do it.
    LegalPermission Condition "legal-permission"
    /// That it is known who asks.
    IdentityVerified Condition "identity-verified"
    /// That it is not known who asks.
    IdentityUnverified Condition "identity-unverified"
    /// That it cannot be done otherwise.
    StrictlyNecessary Condition "strictly-necessary"
    /// That help is needed at once.
    Emergency Condition "emergency"
    /// That the person made it public.
    MadePublicByYou Condition "made-public-by-you"
    /// That the person gave others access.
    SharedByYou Condition "shared-by-you"
    /// That the settings of the person allow it.
    SharingAllowed Condition "sharing-allowed"
    /// That there is a ground for a transfer.
    TransferSafeguard Safeguard "transfer-safeguard"
    /// That the recipient in the United States is certified.
    DataPrivacyFramework Safeguard "data-privacy-framework"
    /// The same for data from Switzerland.
    SwissDataPrivacyFramework Safeguard "swiss-data-privacy-framework"
    /// The event from which a length of time counts that names none.
    Collection Event "collection"
    /// The act of agreeing.
    ConsentGiven Event "consent-given"
    /// That a court or an authority orders it.
    LegalProcess Event "legal-process"
    /// That an authority asks for it.
    LegalRequest Event "legal-request"
    /// That the person asks for it.
    UserRequest Event "user-request"
    /// That the person uses a right.
    RightsRequest Event "rights-request"
    /// That the person shares something.
    SharingFile Event "sharing-file"
    /// That the person makes something public.
    Publishing Event "publishing"
    /// That the business comes to others.
    BusinessTransfer Event "business-transfer"
    /// The basis that rests on consent.
    ConsentAsBasis Basis "consent"
    /// The basis of what the law demands.
    LegalObligationAsBasis Basis "legal-obligation"
    /// The basis that rests on an interest of the company or of others.
    LegitimateInterests Basis "legitimate-interests"
    /// The grounds for data that are specially protected.
    SpecialCategoryAsBasis Basis "special-category"
    /// The basis that a contract gives.
    ContractAsBasis Basis "contract"
    /// The grounds for decisions that machines take alone.
    AutomatedDecisionAsBasis Basis "automated-decision"
    /// What is stored because the service cannot work otherwise.
    StrictlyNecessaryStorage Basis "strictly-necessary-storage"
    /// What is stored to carry a message.
    TransmissionStorage Basis "transmission-storage"
    /// The basis of those who act for a school.
    SchoolOfficial Basis "school-official"
    /// The basis of those who provide health care.
    HealthOperations Basis "health-operations"
    /// The right above those that stop something when they are used.
    Choice Right "choice"
    /// The right above those that need no object.
    CompleteInItself Right "complete-in-itself"
    /// The right to take consent back.
    Withdrawal Right "withdrawal"
    /// Not to give data that is asked for.
    NotProviding Right "not-providing"
    /// The right to decide how something works.
    Settings Right "settings"
    /// The right to decide which messages one gets.
    CommunicationPreferences Right "communication-preferences"
    /// The right to stop direct marketing, which no interest outweighs.
    ObjectionToMarketing Right "objection.direct-marketing"
    /// The right to stop advertising by what one did.
    OptOutOfTargetedAds Right "opt-out.targeted-advertising"
    /// The right to stop a sale.
    OptOutOfSale Right "opt-out.sale"
    /// The right to stop sharing for advertising.
    OptOutOfSharing Right "opt-out.sharing"
    /// The right to stop what a financial institution shares.
    OptOutOfPartnerSharing Right "opt-out.partner-sharing"
    /// That the company keeps to the law on children's privacy of the United States.
    ComplianceWithCoppa Topic "compliance.coppa"
    /// Who decides on purposes and means.
    Controller Topic "controller"
    /// Those who decide together with the company.
    JointControl Topic "joint-control"
    /// Who represents the company in the Union.
    EuRepresentative Topic "eu-representative"
    /// Who represents the company in the United Kingdom.
    UkRepresentative Topic "uk-representative"
    /// Who watches over data protection in the company.
    DataProtectionOfficer Topic "data-protection-officer"
    /// Who supervises the company.
    SupervisoryAuthority Topic "supervisory-authority"
}
