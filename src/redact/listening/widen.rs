//! Silences more, where something was heard.

use super::AudibleSpan;
use crate::domain::{MediaTime, TimeSpan};
use crate::redact::RedactedSpan;

/// How much around what was heard is silenced the first time; twice as much each time after.
const BEFORE_MILLIS: u64 = 150;
const AFTER_MILLIS: u64 = 250;
/// What lies between a silence and what was heard beside it is silenced too, up to this much: it
/// may hold what was not heard as a word.
const BETWEEN_MILLIS: u64 = 1_000;

/// Makes the spans cover the leaks; ordered by start, none overlapping another on its channel.
pub(in crate::redact) fn widened(
    mut spans: Vec<RedactedSpan>,
    leaks: &[AudibleSpan],
    attempt: u32,
    duration: MediaTime,
) -> Vec<RedactedSpan> {
    for leak in leaks {
        let (before, after) = (BEFORE_MILLIS << attempt, AFTER_MILLIS << attempt);
        let padded = leak.span.padded(before, after);
        let padded = TimeSpan::new(padded.start, padded.end.min(duration.max(leak.span.end)));
        let near = padded.padded(BETWEEN_MILLIS, BETWEEN_MILLIS);
        let distance = |span: &RedactedSpan| {
            let (a, b) = (span.span, padded);
            let gap =
                |from: MediaTime, to: MediaTime| to.as_millis().saturating_sub(from.as_millis());
            gap(a.end, b.start).max(gap(b.end, a.start))
        };
        let beside = spans
            .iter_mut()
            .filter(|span| span.channel == leak.channel && span.span.overlaps(near))
            .min_by_key(|span| distance(span));
        match beside {
            Some(span) => span.span = span.span.union(padded),
            None => {
                spans.push(RedactedSpan { kind: leak.kind, span: padded, channel: leak.channel });
            }
        }
    }
    without_overlaps(spans)
}

/// Where two overlap, the later one gives way; ordered by start.
pub(in crate::redact) fn without_overlaps(mut spans: Vec<RedactedSpan>) -> Vec<RedactedSpan> {
    spans.sort_by_key(|span| (span.channel, span.span.start, span.span.end));
    let mut apart: Vec<RedactedSpan> = Vec::new();
    for mut span in spans {
        if let Some(last) = apart.last().filter(|last| last.channel == span.channel) {
            if last.span.end >= span.span.end {
                continue;
            }
            span.span.start = span.span.start.max(last.span.end);
        }
        apart.push(span);
    }
    apart.sort_by_key(|span| (span.span.start, span.channel));
    apart
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::EntityKind;

    fn span(start: u64, end: u64) -> RedactedSpan {
        let span = TimeSpan::from_millis(start, end);
        RedactedSpan { kind: EntityKind::Ssn, span, channel: None }
    }

    fn after(spans: &[RedactedSpan], leak: (u64, u64), attempt: u32) -> Vec<(u64, u64)> {
        let leak = AudibleSpan {
            kind: EntityKind::Phone,
            span: TimeSpan::from_millis(leak.0, leak.1),
            channel: None,
        };
        let spans = widened(spans.to_vec(), &[leak], attempt, MediaTime::from_millis(20_000));
        spans.iter().map(|s| (s.span.start.as_millis(), s.span.end.as_millis())).collect()
    }

    #[test]
    fn a_span_grows_over_what_is_heard_beside_it_and_more_each_time() {
        let spans = [span(2_000, 3_000), span(9_000, 9_500)];
        assert_eq!(after(&spans, (3_200, 3_600), 0), [(2_000, 3_850), (9_000, 9_500)]);
        assert_eq!(after(&spans, (3_200, 3_600), 2), [(2_000, 4_600), (9_000, 9_500)]);
        assert_eq!(after(&spans, (1_500, 1_900), 0)[0], (1_350, 3_000));
    }

    #[test]
    fn what_is_heard_elsewhere_is_silenced_by_itself_and_nothing_past_the_end() {
        assert_eq!(after(&[span(2_000, 3_000)], (8_000, 8_300), 0)[1], (7_850, 8_550));
        assert_eq!(after(&[], (19_800, 20_000), 0), [(19_650, 20_000)]);
    }

    #[test]
    fn spans_that_meet_do_not_overlap() {
        let spans = [span(2_000, 3_000), span(3_100, 4_000)];
        assert_eq!(after(&spans, (2_900, 3_050), 1), [(2_000, 3_550), (3_550, 4_000)]);
    }
}
