//! What the parser complains of, in the kinds of mistakes that authors make.

use granit_parser::{ErrorKind, ScanError};

use super::{
    mistake::{Kind, Mistake},
    tree::Stop,
};

/// The parser's complaint, in our kinds.
pub(super) fn stop(error: &ScanError, offset: usize) -> Stop {
    use ErrorKind as E;
    let at = error.marker().byte_offset().unwrap_or(0) + offset;
    let kind = match error.kind() {
        E::RecursionLimitExceeded => return Stop::TooDeep(at),
        E::UnclosedQuotedScalar
        | E::InvalidQuotedScalarIndent
        | E::DocumentIndicatorInQuotedScalar => Kind::Quote,
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => {
            Kind::AfterQuote
        }
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => Kind::Escape,
        E::UnclosedFlowCollection { open } => Kind::Unclosed(*open),
        E::UnexpectedEofFlowSequence => Kind::Unclosed('['),
        E::UnexpectedEofFlowMapping => Kind::Unclosed('{'),
        E::MismatchedFlowCollectionEnd { open, close } => Kind::Mismatched(*open, *close),
        E::MisplacedFlowCollectionEnd => Kind::Misplaced,
        E::ExpectedFlowMappingSeparator
        | E::ExpectedFlowSequenceSeparator
        | E::UnexpectedEofImplicitFlowMapping
        | E::BlockEntryInFlowCollection
        | E::InvalidFlowScalarIndent
        | E::FlowMappingValueAdjacentCollection
        | E::PlainScalarStartsWithDashFlowIndicator
        | E::InvalidColonPlacement => Kind::Separator,
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabAtBlockScalarStart
        | E::TabInIndentation
        | E::TabInPlainScalar => Kind::Tab,
        E::ExpectedBlockMappingKey | E::ExpectedBlockSequenceEntry | E::InvalidIndentation => {
            Kind::Indentation
        }
        E::MappingValueNotAllowed | E::InvalidMappingValueWhitespace => Kind::Colon,
        E::SimpleKeyExpected => Kind::Key,
        E::InvalidSimpleKey => Kind::LongKey,
        E::UnexpectedCharacter { character } => Kind::Character(*character),
        E::BomInsideDocument => Kind::Character('\u{feff}'),
        E::DirectiveDisallowed => Kind::Directive,
        E::ZeroBlockScalarIndent | E::InvalidBlockScalarHeader | E::InvalidBlockScalarIndent => {
            Kind::Block
        }
        _ => Kind::Other,
    };
    Stop::Syntax(Mistake { kind, at })
}
