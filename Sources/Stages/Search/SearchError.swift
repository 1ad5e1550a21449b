import LatheCore

/// Why a search cannot go on.
public enum SearchError: LatheError {
  /// A search space, or a part of it, makes no sense.
  case space(String, remedy: String?)
  /// A setting of a study, a sampler or a scheduler makes no sense.
  case setting(String, remedy: String?)
  /// A value was suggested, told or reported that does not fit the study.
  case value(String, remedy: String?)
  /// A study of this name exists already, or does not exist.
  case study(name: String, problem: String, remedy: String?)
  /// A trial is not in a state in which this can be done to it: another worker has it, or it has ended.
  case trial(number: Int, problem: String)
  /// What was given as a storage cannot be opened: another kind of file, no such server, a wrong password.
  case unusableStorage(place: String, message: String)
  /// The storage failed.
  case storage(place: String, message: String)
  /// Too many trials have failed one after the other.
  case failures(count: Int, last: String)

  /// What was wrong and what to do.
  public var explanation: Explanation {
    switch self {
    case .space(let what, let remedy), .setting(let what, let remedy), .value(let what, let remedy):
      Explanation(what: what, remedy: remedy)
    case .study(let name, let problem, let remedy):
      Explanation(what: problem, place: "study \"\(name)\"", remedy: remedy)
    case .trial(let number, let problem): Explanation(what: problem, place: "trial \(number)")
    case .unusableStorage(let place, let message):
      Explanation(what: message, place: place, remedy: "Check the path or the address, and who may use it.")
    case .storage(let place, let message): Explanation(what: message, place: place)
    case .failures(let count, let last):
      Explanation(
        what: "\(count) trials failed one after the other, the last with: \(last)",
        remedy: "Mend the objective, or allow more failures.")
    }
  }

  /// Whether the user's input is the cause.
  public var isBadInput: Bool {
    switch self {
    case .space, .setting, .value, .study, .unusableStorage: true
    case .trial, .storage, .failures: false
    }
  }
}
