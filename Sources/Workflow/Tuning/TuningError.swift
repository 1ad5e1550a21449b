import LatheCore

/// Why a program cannot be tuned, or a study not be shown, exported or imported.
public enum TuningError: LatheError {
  /// A study file says something that makes no sense.
  case studyFile(path: String, line: Int?, key: String?, problem: String, remedy: String?)
  /// A file cannot be read or written.
  case file(path: String, problem: String, remedy: String?)
  /// There is a study of this name already.
  case studyExists(name: String, place: String, trials: Int)
  /// Which study is meant is not clear, or there is no such study.
  case choice(place: String, problem: String, remedy: String)
  /// A program cannot be started.
  case program(name: String, problem: String)

  /// What was wrong and what to do.
  public var explanation: Explanation {
    switch self {
    case .studyFile(let path, let line, let key, let problem, let remedy):
      Explanation(
        what: key.map { "\($0): \(problem)" } ?? problem,
        place: line.map { "\(path), line \($0)" } ?? path, remedy: remedy)
    case .file(let path, let problem, let remedy): Explanation(what: problem, place: path, remedy: remedy)
    case .studyExists(let name, let place, let trials):
      Explanation(
        what: "study \"\(name)\" exists already, with \(trials) trials", place: place,
        remedy: "Go on with it by --resume, or give the study another name.")
    case .choice(let place, let problem, let remedy):
      Explanation(what: problem, place: place, remedy: remedy)
    case .program(let name, let problem):
      Explanation(
        what: "the program cannot be started: \(problem)", place: name,
        remedy: "Correct the first word of `command`; a path is relative to the study file.")
    }
  }

  /// Always true: it is the input, or the state of the files, that has to change.
  public var isBadInput: Bool { true }
}
