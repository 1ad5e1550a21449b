/// One division of the rows of a table into those to learn from and those to judge by.
///
/// No row is in both; both are in ascending order and neither is empty.
public struct Fold: Sendable, Hashable {
  /// The rows to learn from.
  public let training: [Int]
  /// The rows to judge by.
  public let validation: [Int]

  /// A fold of two disjoint sets of rows.
  public init(training: [Int], validation: [Int]) {
    self.training = training
    self.validation = validation
  }
}
