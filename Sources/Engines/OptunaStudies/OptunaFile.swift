import Foundation
import GRDB
import LatheCore
import Search

/// The studies in an SQLite file of Optuna: Akiba et al., "Optuna: A Next-generation Hyperparameter Optimization
/// Framework", KDD 2019. Read are the tables of versions 3 to 5, of which the file is not changed.
public struct OptunaFile: Sendable {
  /// The studies, each with its trials by number.
  public let studies: [StudyResults]

  /// Reads a file.
  ///
  /// Bounds that a trial had of its own are united over trials. Choices that are no names, numbers or booleans become
  /// the text of their JSON.
  ///
  /// - Throws: ``OptunaError`` if it is not a file of Optuna, or damaged.
  public init(contentsOf url: URL) throws(OptunaError) {
    do {
      var configuration = Configuration()
      configuration.readonly = true
      let queue = try DatabaseQueue(path: url.path, configuration: configuration)
      studies = try queue.read { database in
        let tables = ["studies", "study_directions", "trials", "trial_params", "trial_values"]
        for table in tables where try !database.tableExists(table) {
          throw OptunaError(
            path: url.path, problem: "it has no table \"\(table)\", so it is not a study of Optuna 3 or later"
          )
        }
        return try Row.fetchAll(database, sql: "SELECT study_id, study_name FROM studies ORDER BY study_id")
          .map { try OptunaStudy(database, CheckedRow($0, path: url.path), path: url.path).results }
      }
    } catch let error as OptunaError {
      throw error
    } catch {
      throw OptunaError(path: url.path, problem: "\(error)")
    }
  }
}

/// Why a file of Optuna cannot be read.
public struct OptunaError: LatheError {
  let path: String
  let problem: String

  /// What was wrong and what to do.
  public var explanation: Explanation {
    Explanation(
      what: problem, place: path,
      remedy: "Give a file that optuna.create_study(storage=\"sqlite:///…\") made.")
  }

  /// Always true.
  public var isBadInput: Bool { true }
}
