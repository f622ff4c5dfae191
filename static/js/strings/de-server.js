// What the server says, in German: by the codes of its errors and of failed recordings.

/** By the API's error codes. */
export const ERRORS = {
  invalid_query: "Diese Suche ist nicht zu verstehen. Bitte vereinfachen.",
  invalid_parameter: "Die Adresse oder eine Angabe darin stimmt nicht.",
  not_found: "Das gibt es hier nicht, oder nicht mehr.",
  method_not_allowed: "Das geht an dieser Adresse nicht.",
  unauthorized: "Dieses Archiv ist geschlossen. Bitte anmelden.",
  wrong_token: "Dieser Zugangsschlüssel öffnet das Archiv nicht.",
  too_many_attempts: "Zu viele falsche Schlüssel. Bitte einige Sekunden warten.",
  foreign_host: "Ohne Zugangsschlüssel antwortet dieser Server nur auf seinem eigenen Rechner.",
  cross_site: "Eine andere Website hat das angefordert. Bitte in Earmark selbst wiederholen.",
  range_not_satisfiable: "Diese Stelle liegt hinter dem Ende der Datei.",
  media_missing: "Die Datei liegt nicht mehr in ihrem Bucket.",
  media_replaced: "Die Datei wurde in ihrem Bucket ersetzt. Die neue Fassung kommt mit dem nächsten Abgleich.",
  unavailable: "Datenbank oder Speicher antworten nicht. Bitte gleich noch einmal versuchen.",
  not_supported: "Dieser Server kann das nicht; vielleicht fehlt ihm ein Programm wie ffmpeg.",
  busy: "Der Server ist ausgelastet. Bitte gleich noch einmal versuchen.",
  internal: "Im Server ging etwas schief. Näheres steht in seinem Protokoll.",
};

const RETRY = "dann noch einmal versuchen";
const REPORT = "noch einmal versuchen; bleibt es dabei, mit dem Protokoll melden";
const FOLLOWED = "nichts zu tun: der nächste Abgleich übernimmt, was im Bucket liegt";

/** What went wrong with a recording and what to do, by its code. */
export const FAILURES = {
  empty_file: ["Das Objekt enthält keine Daten", "die Aufnahme neu hochladen"],
  unsupported_format: ["Dieses Format wird nicht gelesen", "in WAV, FLAC, MP3, M4A, Opus, MP4 oder WebM umwandeln"],
  needs_ffmpeg: ["Dieses Format braucht ffmpeg, das hier fehlt", `ffmpeg einrichten („apt-get install ffmpeg“), ${RETRY}`],
  malformed_media: ["Die Datei ist beschädigt oder keine Aufnahme", "die Datei abspielen; ist sie beschädigt, neu hochladen"],
  no_audio: ["Die Datei enthält keinen Ton", "aus der Sammlung nehmen oder eine Fassung mit Ton hochladen"],
  limit_reached: ["Die Aufnahme überschreitet eine eingestellte Grenze", "die Grenze unter [limits] anheben oder die Aufnahme teilen"],
  read_failed: ["Das Lesen brach ab", `prüfen, ob der Objektspeicher antwortet, ${RETRY}`],
  object_gone: ["Das Objekt ist nicht mehr da", FOLLOWED],
  object_replaced: ["Das Objekt wurde während der Arbeit ersetzt", FOLLOWED],
  access_denied: ["Der Objektspeicher verweigert den Zugriff", `Zugangsdaten und Regeln des Buckets prüfen, ${RETRY}`],
  no_bucket: ["Diesen Bucket gibt es nicht", `den Bucket anlegen oder die Konfiguration berichtigen, ${RETRY}`],
  object_store_failed: ["Der Objektspeicher antwortet nicht", `prüfen, ob er läuft, ${RETRY}`],
  model_unavailable: ["Das Modell fehlt oder ist beschädigt", `„earmark models pull“ ausführen, ${RETRY}`],
  transcription_failed: ["Die Spracherkennung ist gescheitert", REPORT],
  redaction_failed: ["Die Suche nach persönlichen Daten ist gescheitert; nichts wurde gespeichert", REPORT],
  rendition_failed: ["Der Ton zum Abspielen ließ sich nicht herstellen", REPORT],
  still_audible: ["Persönliche Daten blieben im Ton hörbar; nichts wurde gespeichert", `ein größeres Modell nehmen oder [collection.redaction] verify = "off" setzen, wenn seinen Zeiten zu trauen ist, ${RETRY}`],
  database_failed: ["Postgres hat abgelehnt oder nicht geantwortet", `prüfen, ob Postgres antwortet und Platz hat, ${RETRY}`],
  crashed: ["Das Programm ist bei dieser Aufnahme abgestürzt", `Speicher des Rechners und Protokoll ansehen, ${RETRY}; sonst melden`],
  worker_died: ["Die Verarbeitung endete mehrmals mitten in dieser Aufnahme", `Speicher des Rechners und Protokoll ansehen, ${RETRY}; sonst melden`],
};
