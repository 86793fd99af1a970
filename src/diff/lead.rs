//! With which words the title of a change begins, where it has a value before and a value after.

use super::rule::ChangeRule;
use crate::render::compose::Message;

/// The first words of the title; `None` if it is a sentence about flows, or says what counts as a condition.
pub(super) const fn lead(rule: ChangeRule) -> Option<Message> {
    Some(match rule {
        ChangeRule::PracticeAdded
        | ChangeRule::PracticeRemoved
        | ChangeRule::DataAdded
        | ChangeRule::DataRemoved
        | ChangeRule::FormLoosened
        | ChangeRule::FormTightened
        | ChangeRule::PurposeAdded
        | ChangeRule::PurposeRemoved
        | ChangeRule::RecipientAdded
        | ChangeRule::RecipientRemoved
        | ChangeRule::TransferAdded
        | ChangeRule::TransferRemoved
        | ChangeRule::SourceAdded
        | ChangeRule::SourceRemoved
        | ChangeRule::ChannelAdded
        | ChangeRule::ChannelRemoved
        | ChangeRule::ActorAdded
        | ChangeRule::ActorRemoved
        | ChangeRule::CombinationAdded
        | ChangeRule::CombinationRemoved
        | ChangeRule::RegionAdded
        | ChangeRule::RegionRemoved
        | ChangeRule::PersonAdded
        | ChangeRule::PersonRemoved
        | ChangeRule::ConsentDropped
        | ChangeRule::ConsentRequired
        | ChangeRule::ConsentLengthened
        | ChangeRule::ConsentShortened
        | ChangeRule::SafeguardDropped
        | ChangeRule::SafeguardRequired
        | ChangeRule::ConditionDropped
        | ChangeRule::ConditionRequired
        | ChangeRule::ChoiceIgnored
        | ChangeRule::ChoiceHeeded
        | ChangeRule::PromiseWithdrawn
        | ChangeRule::PromiseMade
        | ChangeRule::ConditionLoosened
        | ChangeRule::ConditionTightened
        | ChangeRule::ConditionRedefined => return None,
        ChangeRule::RetentionLengthened => Message::ChangeRetentionLengthened,
        ChangeRule::RetentionShortened => Message::ChangeRetentionShortened,
        ChangeRule::RetentionWithdrawn => Message::ChangeRetentionWithdrawn,
        ChangeRule::RetentionStated => Message::ChangeRetentionStated,
        ChangeRule::RetentionChanged => Message::ChangeRetentionChanged,
        ChangeRule::DeletionWeakened => Message::ChangeDeletionWeakened,
        ChangeRule::DeletionStrengthened => Message::ChangeDeletionStrengthened,
        ChangeRule::RightRemoved => Message::ChangeRightRemoved,
        ChangeRule::RightAdded => Message::ChangeRightAdded,
        ChangeRule::ChoiceRemoved => Message::ChangeChoiceRemoved,
        ChangeRule::ChoiceAdded => Message::ChangeChoiceAdded,
        ChangeRule::GuaranteeRemoved => Message::ChangeGuaranteeRemoved,
        ChangeRule::GuaranteeAdded => Message::ChangeGuaranteeAdded,
        ChangeRule::GuaranteeShrunk => Message::ChangeGuaranteeShrunk,
        ChangeRule::GuaranteeGrown => Message::ChangeGuaranteeGrown,
        ChangeRule::RefusalAdded => Message::ChangeRefusalAdded,
        ChangeRule::RefusalWithdrawn => Message::ChangeRefusalWithdrawn,
        ChangeRule::DeadlineLengthened => Message::ChangeDeadlineLengthened,
        ChangeRule::DeadlineShortened => Message::ChangeDeadlineShortened,
        ChangeRule::PromiseWeakened => Message::ChangePromiseWeakened,
        ChangeRule::PromiseStrengthened => Message::ChangePromiseStrengthened,
        ChangeRule::BecomesRequired => Message::ChangeBecomesRequired,
        ChangeRule::BecomesOptional => Message::ChangeBecomesOptional,
        ChangeRule::OptionalWithdrawn => Message::ChangeOptionalWithdrawn,
        ChangeRule::OptionalStated => Message::ChangeOptionalStated,
        ChangeRule::BasisChanged => Message::ChangeBasisChanged,
        ChangeRule::TechnologyChanged => Message::ChangeTechnologyChanged,
        ChangeRule::PromiseRestated => Message::ChangePromiseRestated,
        ChangeRule::MeaningChanged => Message::ChangeMeaningChanged,
        ChangeRule::BecomesCertain => Message::ChangeBecomesCertain,
        ChangeRule::BecomesPossible => Message::ChangeBecomesPossible,
        ChangeRule::Announced => Message::ChangeAnnounced,
        ChangeRule::AnnouncementWithdrawn => Message::ChangeAnnouncementWithdrawn,
        ChangeRule::AlarmSilenced => Message::ChangeAlarmSilenced,
        ChangeRule::AlarmRaised => Message::ChangeAlarmRaised,
        ChangeRule::ControllerChanged => Message::ChangeControllerChanged,
        ChangeRule::ScopeChanged => Message::ChangeScopeChanged,
        ChangeRule::ClaimChanged => Message::ChangeClaimChanged,
        ChangeRule::ContactChanged => Message::ChangeContactChanged,
        ChangeRule::TextChanged => Message::ChangeTextChanged,
        ChangeRule::SentenceReworded => Message::ChangeSentenceReworded,
        ChangeRule::TermRenamed => Message::ChangeTermRenamed,
        ChangeRule::NowNamed => Message::ChangeNowNamed,
        ChangeRule::NoLongerNamed => Message::ChangeNoLongerNamed,
        ChangeRule::LinkChanged => Message::ChangeLinkChanged,
        ChangeRule::DateUnchanged => Message::ChangeDateUnchanged,
        ChangeRule::DateChangedAlone => Message::ChangeDateChangedAlone,
        ChangeRule::SourceChanged => Message::ChangeSourceChanged,
    })
}
