import Foundation
import LatheCore

/// What keeps the coefficients of a linear model small. Its strength is not part of it: it is chosen on a path.
public enum Penalty: Codable, Sendable, Hashable {
  /// None to speak of: just enough to choose among equally good coefficients the smallest.
  case none
  /// Squares (Hoerl and Kennard, 1970).
  case ridge
  /// Absolute values, which set many coefficients to zero (Tibshirani, 1996).
  case lasso
  /// `mixing` parts of absolute values to `1 - mixing` parts of squares (Zou and Hastie, 2005); `mixing` in (0, 1).
  case elasticNet(mixing: Double)

  /// The share of absolute values.
  var mixing: Double {
    switch self {
    case .none, .ridge: 0
    case .lasso: 1
    case .elasticNet(let mixing): min(max(mixing, 0), 1)
    }
  }

  /// The penalty in words.
  var words: String {
    switch self {
    case .none: "none"
    case .ridge: "ridge"
    case .lasso: "lasso"
    case .elasticNet: "elastic net"
    }
  }

  /// What a learner with this penalty is called, e.g. `linear-elastic-net`.
  func name(after prefix: String) -> String {
    prefix + "-" + words.replacingOccurrences(of: " ", with: "-")
  }

  /// What the record of a learner with this penalty says.
  func record(fixedSteps: Int?) -> [String: String] {
    var record = ["penalty": words]
    if case .elasticNet(let mixing) = self { record["mixing"] = "\(mixing)" }
    if let fixedSteps { record["steps"] = "\(fixedSteps)" }
    return record
  }

  /// `count` numbers from `first` to `last` in equal ratios.
  static func geometric(from first: Double, to last: Double, count: Int) -> [Double] {
    guard count > 1 else { return [first] }
    let ratio = log(last / first) / Double(count - 1)
    return (0..<count).map { first * exp(ratio * Double($0)) }
  }
}
