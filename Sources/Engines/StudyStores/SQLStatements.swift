/// The statements that SQLite and PostgreSQL share.
enum SQLStatements {
  /// The tables, with the type of the column that numbers studies.
  static func tables(identifier: String) -> [String] {
    [
      """
      CREATE TABLE study (
        id \(identifier),
        name TEXT NOT NULL UNIQUE,
        definition TEXT NOT NULL,
        definition_revision BIGINT NOT NULL,
        revision BIGINT NOT NULL,
        trial_count BIGINT NOT NULL)
      """,
      """
      CREATE TABLE trial (
        study BIGINT NOT NULL REFERENCES study (id) ON DELETE CASCADE,
        number BIGINT NOT NULL,
        revision BIGINT NOT NULL,
        state TEXT NOT NULL,
        parameters TEXT NOT NULL,
        results TEXT NOT NULL,
        constraints TEXT NOT NULL,
        attributes TEXT NOT NULL,
        note TEXT,
        failure TEXT,
        enqueued INTEGER NOT NULL,
        proposed INTEGER NOT NULL,
        parent BIGINT,
        parent_step BIGINT,
        until BIGINT,
        worker TEXT,
        lease_end DOUBLE PRECISION,
        attempts INTEGER NOT NULL,
        failed_attempts INTEGER NOT NULL,
        started DOUBLE PRECISION,
        finished DOUBLE PRECISION,
        PRIMARY KEY (study, number))
      """,
      "CREATE INDEX trial_revision ON trial (study, revision)",
      "CREATE INDEX trial_waiting ON trial (study, number) WHERE state = 'waiting'",
      "CREATE INDEX trial_running ON trial (study, number) WHERE state = 'running'",
      """
      CREATE TABLE report (
        study BIGINT NOT NULL REFERENCES study (id) ON DELETE CASCADE,
        number BIGINT NOT NULL,
        step BIGINT NOT NULL,
        value DOUBLE PRECISION,
        revision BIGINT NOT NULL,
        PRIMARY KEY (study, number, step))
      """,
      "CREATE INDEX report_revision ON report (study, revision)",
    ]
  }

  static let studyNames = "SELECT name FROM study ORDER BY id"
  static let createStudy = """
    INSERT INTO study (name, definition, definition_revision, revision, trial_count) VALUES ($1, $2, 1, 1, 0)
    ON CONFLICT (name) DO NOTHING RETURNING id
    """
  static let removeStudy = "DELETE FROM study WHERE name = $1"
  static let study = "SELECT id, revision, trial_count FROM study WHERE name = $1"
  static let definition = "SELECT definition FROM study WHERE id = $1"
  static let saveDefinition = "UPDATE study SET definition = $1, definition_revision = $2 WHERE id = $3"
  static let saveCounts = "UPDATE study SET revision = $1, trial_count = $2 WHERE id = $3"

  private static let trialColumns = (["number"] + TrialRow.columns).joined(separator: ", ")
  static let trial = "SELECT \(trialColumns) FROM trial WHERE study = $1 AND number = $2"
  // The states are not bound, so that the planner sees that a partial index holds these rows.
  static let firstWaiting = """
    SELECT \(trialColumns) FROM trial WHERE study = $1 AND state = 'waiting' ORDER BY number LIMIT 1
    """
  static let running =
    "SELECT \(trialColumns) FROM trial WHERE study = $1 AND state = 'running' ORDER BY number"
  /// What has changed since the revision `$1` in the study of the name `$2`: the study itself, its trials and its reports.
  static let changes = [
    """
    SELECT revision, CASE WHEN definition_revision > $1 THEN definition END FROM study WHERE name = $2
    """,
    """
    SELECT \(trialColumns) FROM trial
    WHERE revision > $1 AND study = (SELECT id FROM study WHERE name = $2) ORDER BY revision
    """,
    """
    SELECT number, step, value FROM report
    WHERE revision > $1 AND study = (SELECT id FROM study WHERE name = $2) ORDER BY number, step
    """,
  ]
  static let saveTrial = {
    let columns = ["study", "number", "revision"] + TrialRow.columns
    let places = columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
    let changes = columns.dropFirst(2).map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    return """
      INSERT INTO trial (\(columns.joined(separator: ", "))) VALUES (\(places))
      ON CONFLICT (study, number) DO UPDATE SET \(changes)
      """
  }()
  static let markTrial = "UPDATE trial SET revision = $1 WHERE study = $2 AND number = $3"
  static let moveLease = "UPDATE trial SET lease_end = $1 WHERE study = $2 AND number = $3"
  static let saveReport = """
    INSERT INTO report (study, number, step, value, revision) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (study, number, step) DO UPDATE SET value = excluded.value, revision = excluded.revision
    """
}
