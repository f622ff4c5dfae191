//! Ages: "I'm 42", "seventy-nine years old", "j'ai 62 ans", "zweiundvierzig Jahre alt".
//!
//! Only the number is masked, so that "[AGE] years old" still tells that an age was said.

use regex::Regex;

use super::patterns::compile;
use crate::domain::EntityKind;
use crate::redact::canonical::{Stop, Token};
use crate::redact::cues::DigitCue;
use crate::redact::{Canonical, Found, Recognizer, RedactError, Strength};

/// Nobody is known to have grown older than 122.
const OLDEST: u32 = 125;

/// Who is said to be of an age, in four languages.
const ENGLISH_KIN: &str = "son|daughter|boy|girl|kid|child|baby|mother|mom|mum|father|dad|sister|\
    brother|wife|husband|partner|aunt|uncle|cousin|niece|nephew|grandmother|grandma|grandfather|\
    grandpa|grandson|granddaughter|youngest|oldest|eldest|middle one|little one|patient|friend";
const FRENCH_KIN: &str = "homme|femme|garcon|fille|enfant|jeune|fils|bebe|dame|monsieur|personne|\
    patient|patiente|mere|pere|mari|frere|soeur|grand-mere|grand-pere|oncle|tante|cousin|cousine|\
    petit-fils|petite-fille|petite derniere|petit dernier|derniere|dernier|aine|ainee|cadet|cadette|\
    etudiant|etudiante|adolescent|adolescente";
const GERMAN_KIN: &str = "sohn|tochter|mann|frau|mutter|vater|mama|papa|bruder|schwester|oma|opa|\
    grossmutter|grossvater|kind|junge|madchen|baby|kleiner?|kleinen?|jungster?|altester?|alteste|\
    enkel|enkelin|tante|onkel|neffe|nichte|cousine|cousin|freund|freundin|partner|partnerin|patient|\
    patientin";
const SPANISH_KIN: &str = "hombre|mujer|nino|nina|joven|senor|senora|persona|hijo|hija|chico|chica|\
    muchacho|muchacha|bebe|madre|padre|mama|papa|marido|esposo|esposa|hermano|hermana|abuelo|\
    abuela|nieto|nieta|tio|tia|primo|prima|paciente|anciano|anciana";

/// What says that the number is an age, whatever follows. `KIN` stands for the lists above.
const SURE: &[&str] = &[
    r"\b(\d{1,3}) (?:years?|yrs?|months?|weeks?|days?) (?:of age|old|olds|young)\b",
    r"\b(\d{1,3}) (?:y o|yo)\b",
    r"\b(\d{1,3})(?:yo|ans|jahriger?)\b",
    r"\b(?:aged?|age of|ages|age is|age was|age's|age at) (\d{1,3})\b",
    r"\b(?:aged|ages) \d{1,3}(?: \d{1,3})* and (\d{1,3})\b",
    r"\b(\d{1,3})(?:st|nd|rd|th) birthday\b",
    r"\b(?:ai|as|avais|aurai|avez|aviez|auras|aurez|j'ai|j'avais|j'aurai|mes|ses|tes|vos|leurs|eu|avoir|(?:qu'il|qu'elle|il|elle|on|qui|ils|elles) (?:a|ont|avait|avaient|aura|auront))(?: presque| environ| bientot| deja| seulement| tout juste| maintenant| aujourd'hui| a peine)? (\d{1,3}) ans\b",
    r"\b(?:FRENCH_KIN) (?:a|avait|aura|va avoir)(?: presque| environ| bientot| deja| seulement| tout juste| maintenant| aujourd'hui| a peine)? (\d{1,3}) ans\b",
    r"\b(?:FRENCH_KIN) de (\d{1,3}) ans\b",
    r"\b(?:mort|morte|decede|decedee|marie|mariee|vecu|parti|partie|arrive|arrivee|jusqu'a) (?:a |jusqu'a )?(\d{1,3}) ans\b",
    r"\b(?:agee?s?|l'age) (?:de|d') ?(\d{1,3})\b",
    r"\b(\d{1,3}) jahre? (?:alt|jung)\b",
    r"\b(\d{1,3})(?: jahre?)? geworden\b",
    r"\balter von (\d{1,3})\b",
    r"\bmit (\d{1,3}) jahren\b",
    r"\b(?:ich bin|bin ich|er ist|sie ist|ich war|er war|sie war|ist er|ist sie|(?:GERMAN_KIN)(?: \w+)? (?:ist|war))(?: jetzt| schon| erst| gerade| fast| heute| noch| nun| bald)? (\d{1,3}) jahre (?:und|aber|mittlerweile|jetzt|inzwischen)\b",
    r"\bmit (\d{1,2}) (?:hat|habe|ist|bin|war|kam|ging|macht|machte|wurde|fing|zog|starb|hatte|lernt|lernte|fahrt|lebt|kann|darf|wird|will|arbeitet|geht|spielt|noch|schon) (?:er|sie|ich|man|wir|mein|meine|sein|ihr|seine|ihre)\b",
    r"\bat (\d{1,2}) (?:he|she)(?: is| was| has| had|'s)?(?: still| already| could| would| can| only)\b",
    r"\b(?:a) (\d{1,3}) ans (?:il|elle|je|j'ai|ma|mon|sa|son|on)\b",
    r"\ba los (\d{1,3}) (?:se|me|ya|todavia|aun|empezo|empece|murio|sigue)\b",
    r"\b(\d{1,3}) jahrigen?[rms]?\b",
    r"\b(?:tengo|tiene|tienes|tenia|tenias|tenian|teniamos|tendre|tendra|tendria|tener|cumpli|cumplio|cumplo|cumple|cumplir|cumplire|cumplia|cumplido)(?: casi| ya| solo| apenas| unos| los| como| mas de)? (\d{1,3}) anos\b",
    r"\b(\d{1,3}) anos de edad\b",
    r"\b(?:edad de|a los|con|con sus|hasta los) (\d{1,3}) anos\b",
    r"\b(?:SPANISH_KIN) de (\d{1,3}) anos\b",
];

/// What says so unless a unit follows: "I'm 42" but "I'm 42 minutes late".
const UNLESS_COUNTED: &[&str] = &[
    r"\b(?:i'm|i am|im|he's|he is|she's|she is|you're|you are|they're|who's|who is)(?: only| just| about| almost| nearly| now| already| over| like| still| turning)? (\d{2,3})\b",
    r"\b(?:turn|turns|turned|turning)(?: only| just| about)? (\d{1,3})\b",
    r"\b(?:i|he|she|when you|when they|when we) (?:was|were)(?: only| just| about| almost| nearly| already| like)? (\d{1,3})\b",
    r"\b(?:my|his|her|our|their|your) (?:ENGLISH_KIN) (?:is|was|turned|turns|just turned|will be)(?: only| just| about| almost| nearly| now| already)? (\d{1,3})\b",
    r"\b(?:anfang|mitte|ende) ([2-9]0)\b",
    r"\b(?:ich bin|er ist|sie ist|ich war|er war|sie war|ich werde|er wird|sie wird|wurde)(?: jetzt| schon| erst| gerade| fast| heute)? (\d{2,3})\b",
    r"\b(?:GERMAN_KIN)(?: der| die| das)? (?:ist|war|wird)(?: jetzt| schon| erst| gerade| fast| heute| noch)? (\d{1,3})\b",
    r"\bals (?:ich|er|sie|wir)(?: noch| erst| gerade)? (\d{1,3}) (?:war|waren|wurde)\b",
    r"\b(?:der|die) ist(?: jetzt| schon| erst| gerade| fast)? (\d{2})\b",
];

/// What says so where the clause ends after it: "tengo 42", but "tengo 42 libros".
const AT_END: &[&str] = &[
    r"\b(?:my|his|her|our|their|your) (?:ENGLISH_KIN)'s(?: only| just| about| almost| nearly| now| already)? (\d{1,3})\b",
    r"\b(?:tengo|tiene|tienes|cumplo|cumple|cumplire|cumplir|cumpli|cumplio|cumplido)(?: casi| ya| solo| apenas| unos| los)? (\d{2,3})\b",
    r"\b(?:i'll be|i will be|he'll be|she'll be|going to be|about to be|she'd be|he'd be) (\d{2,3})\b",
    r"\b(?:bin|ist|war|wird|werde|werden) (?:schon |jetzt |erst |bald )?(?:anfang|mitte|ende) (\d0)\b",
];

/// Ages told by the decade.
const DECADES: &[&str] = &[
    r"\b(?:my|his|her|their|your|our)(?: very)? (?:early|mid|middle|late)(?: to (?:mid|late))? (twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|[2-9]0s|[2-9]0's)\b",
    r"\bin (?:my|his|her|their|your) (twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|[2-9]0s|[2-9]0's)\b",
    r"\b(?:j'ai|il a|elle a|avoir|ai|dans|passe|approche|atteint|frole|depasse)(?: bien| deja| presque| environ)? la (vingtaine|trentaine|quarantaine|cinquantaine|soixantaine)\b",
    r"\b(?:in den|in meinen|in seinen|in ihren|mitte der|ende der) (zwanzigern|dreissigern|vierzigern|funfzigern|sechzigern|siebzigern|achtzigern|neunzigern)\b",
    r"\b(?:anda por los|pasa de los|rondo los|ronda los) (\d0(?: y (?:pico|tantos|tantas))?)\b",
    r"\b(?:tengo|tiene|tenia|tener|tendra|tendria|unos|los|cumplido) (\d0) y (?:pico|tantos|tantas)\b",
];

/// What is counted after a number that is no age.
const UNITS: &str = "minute minutes hour hours day days week weeks month months year years second \
    seconds percent mile miles kilometer kilometers kilometre kilometres feet foot inches inch \
    meters metres pounds kilos dollars of times people points degrees th st rd nd point pages \
    thousand hundred million minuten stunden tage wochen monate jahre kilometer meter grad prozent \
    euro uhr";

/// Finds ages.
pub(super) struct AgeRecognizer {
    sure: Vec<Regex>,
    unless_counted: Vec<Regex>,
    at_end: Vec<Regex>,
    decades: Vec<Regex>,
}

impl AgeRecognizer {
    pub(super) fn new() -> Result<Self, RedactError> {
        Ok(Self {
            sure: compile_with_kin(SURE)?,
            unless_counted: compile_with_kin(UNLESS_COUNTED)?,
            at_end: compile_with_kin(AT_END)?,
            decades: compile("age", DECADES)?,
        })
    }
}

fn compile_with_kin(patterns: &[&str]) -> Result<Vec<Regex>, RedactError> {
    let lists = [
        ("ENGLISH_KIN", ENGLISH_KIN),
        ("FRENCH_KIN", FRENCH_KIN),
        ("GERMAN_KIN", GERMAN_KIN),
        ("SPANISH_KIN", SPANISH_KIN),
    ];
    let filled = patterns.iter().map(|pattern| {
        lists.iter().fold((*pattern).to_owned(), |text, (name, list)| text.replace(name, list))
    });
    let filled: Vec<String> = filled.collect();
    compile("age", &filled.iter().map(String::as_str).collect::<Vec<_>>())
}

impl Recognizer for AgeRecognizer {
    fn name(&self) -> &'static str {
        "age"
    }

    fn kind(&self) -> EntityKind {
        EntityKind::Age
    }

    fn find(&self, words: &Canonical) -> Result<Vec<Found>, RedactError> {
        let tokens = words.tokens();
        let ends =
            |next: usize| next == tokens.len() || next > 0 && tokens[next - 1].stop() != Stop::None;
        let is_age = |number: &str| number.parse::<u32>().is_ok_and(|years| years <= OLDEST);
        let mut found = Vec::new();
        find(words, &self.sure, &mut found, |number, _| is_age(number));
        find(words, &self.unless_counted, &mut found, |number, next| {
            is_age(number) && !is_counted(tokens, next)
        });
        find(words, &self.at_end, &mut found, |number, next| is_age(number) && ends(next));
        find(words, &self.decades, &mut found, |_, _| true);
        found.extend(answers(words));
        Ok(found)
    }
}

/// The numbers that answer "how old are you?".
fn answers(words: &Canonical) -> impl Iterator<Item = Found> + '_ {
    const REACH: usize = 8;
    let tokens = words.tokens();
    let asked = words.cues().mentions().iter();
    // "The age" may be of anything, where nobody asks.
    let asked = asked.filter(|mention| {
        mention.cue == DigitCue::Of(EntityKind::Age) && (!mention.is_weak || mention.asks)
    });
    asked.filter_map(move |mention| {
        let is_age = |at: &usize| {
            let number = tokens[*at].text().parse::<u32>();
            tokens[*at].is_digits() && number.is_ok_and(|years| (1..=OLDEST).contains(&years))
        };
        let is_answer = |at: &usize| is_age(at) || tokens[*at].mark().is_some();
        let at = (mention.end..tokens.len().min(mention.end + REACH)).find(is_answer)?;
        if !is_age(&at) {
            return None;
        }
        let words = words.words_of(at..at + 1);
        Some(Found { kind: EntityKind::Age, words, strength: Strength::Cued })
    })
}

/// Finds what the patterns' group is, where it holds for its text and the token after it.
fn find(
    words: &Canonical,
    patterns: &[Regex],
    found: &mut Vec<Found>,
    is_age: impl Fn(&str, usize) -> bool,
) {
    for pattern in patterns {
        for captures in pattern.captures_iter(words.text()) {
            let Some(number) = captures.get(1) else { continue };
            let tokens = words.tokens_in(number.range());
            if is_age(number.as_str(), tokens.end) {
                let words = words.words_of(tokens);
                found.push(Found { kind: EntityKind::Age, words, strength: Strength::Cued });
            }
        }
    }
}

/// Whether the token before `next` counts what follows it.
fn is_counted(tokens: &[Token], next: usize) -> bool {
    let ends = next.checked_sub(1).is_some_and(|number| tokens[number].stop() != Stop::None);
    let follows = tokens.get(next);
    !ends
        && follows.is_some_and(|token| {
            !token.is_word() || UNITS.split_whitespace().any(|unit| unit == token.text())
        })
}

#[cfg(test)]
mod tests {
    use super::super::examples::check;
    use crate::domain::EntityKind;

    #[test]
    fn ages_are_masked_however_they_are_said_or_written() {
        check(
            EntityKind::Age,
            &[
                ("en", "I'm {42} years old."),
                ("de", "Mit {21} macht er das noch selbst."),
                ("de", "Meine Mutter ist {64} Jahre und lebt allein."),
                ("en", "At {82}, he still works."),
                ("fr", "À {90} ans, il jardine encore."),
                ("fr", "ma petite dernière a {6} ans"),
                ("en", "I am {forty-two}."),
                ("en", "she is {seventy-nine} years old"),
                ("en", "I'm {seventy nine} years old and well"),
                ("en", "I’m {42}, and he's {43}"),
                ("en", "a {79-year-old} man"),
                ("en", "a {six} year old girl"),
                ("en", "he just turned {46} yesterday"),
                ("en", "aged {58}"),
                ("en", "at the age of {forty five}"),
                ("en", "when I was {seven} we moved"),
                ("en", "he was {78}."),
                ("en", "she was, uh, {twelve}"),
                ("en", "i'm {58} y/o."),
                ("en", "on her {42nd} birthday"),
                ("en", "I'm {one hundred and two} years old"),
                ("fr", "Je suis là et j'ai {62} ans."),
                ("fr", "j'ai {soixante-deux} ans"),
                ("fr", "elle a {quatre-vingt-dix-neuf} ans"),
                ("fr", "âgée de {vingt et un} ans"),
                ("de", "ich bin {42} Jahre alt"),
                ("de", "Ich bin {zweiundvierzig} Jahre alt."),
                ("de", "im Alter von {neunzig} Jahren"),
                ("de", "eine {79-jährige} Frau"),
                ("de", "Ich bin {42}."),
                ("es", "tengo {62} años"),
                ("es", "Tengo {sesenta y dos} años."),
                ("es", "a los {veintidós} años"),
                ("en", "I'm in my late {seventies}"),
                ("en", "he was in his late {forties}."),
                ("en", "in her {70s}"),
                ("en", "I'll be {fifty}, I think"),
                ("fr", "j'ai la {soixantaine}"),
                ("de", "ich bin Mitte {vierzig}."),
                ("es", "tengo {cuarenta y dos}."),
                ("en", "my brother's {fifty-one}, and my aunt is {70}"),
                ("en", "two boys, aged {four} and {nine}"),
                ("fr", "ma fille, qui a {onze} ans, et mon mari avait {quarante} ans"),
                ("fr", "une femme de {52} ans"),
                ("fr", "elle est morte à {91} ans"),
                ("de", "meine Schwester, die ist {31}, kommt auch"),
                ("de", "er ist mit {88} Jahren gestorben"),
                ("de", "sie ist im Mai {vierzig} geworden"),
                ("es", "trabajó hasta los {setenta} años"),
                ("es", "debe tener {cincuenta} y tantos años"),
                ("es", "mi abuelo de {90} años"),
            ],
        );
    }

    #[test]
    fn other_numbers_are_not_taken_for_ages() {
        check(
            EntityKind::Age,
            &[
                ("en", "I'm 42 minutes late"),
                ("en", "for 42 years"),
                ("en", "in the last 30 years"),
                ("en", "he was 5 minutes early"),
                ("en", "I was one of them"),
                ("en", "it turned 90 degrees"),
                ("en", "I'm one of them"),
                ("en", "we were 42 people"),
                ("en", "I was 42nd"),
                ("en", "page 42 of 300"),
                ("en", "I am 100% sure"),
                ("en", "years ago 42 ships came"),
                ("fr", "il y a 62 ans"),
                ("fr", "pendant vingt ans"),
                ("fr", "il y avait vingt ans de cela"),
                ("fr", "un prêt sur 20 ans"),
                ("en", "my sister's 42 books"),
                ("de", "das ist 20 Jahre her"),
                ("es", "una hipoteca de 30 años"),
                ("de", "vor 42 Jahren"),
                ("de", "ich bin 42 Kilometer gelaufen"),
                ("es", "hace 62 años"),
                ("es", "durante veinte años"),
            ],
        );
    }
}
