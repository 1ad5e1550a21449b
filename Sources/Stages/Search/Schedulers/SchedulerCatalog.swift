/// The schedulers by their names, for configurations and command lines.
public enum SchedulerCatalog {
  private static let makers: [(name: String, make: @Sendable () -> (any Scheduler)?)] = [
    ("none", { nil }),
    ("asha", { AsynchronousSuccessiveHalving() }),
    ("asha-stopping", { AsynchronousSuccessiveHalving(.stopping) }),
    ("hyperband", { Hyperband() }),
    ("successive-halving", { SuccessiveHalving() }),
    ("median", { MedianStopping() }),
    ("percentile", { PercentileStopping() }),
    ("wilcoxon", { WilcoxonStopping() }),
  ]

  /// The names there are.
  public static var names: [String] { makers.map(\.name) }

  /// A scheduler with its default settings; `nil` for `none`.
  ///
  /// - Throws: ``SearchError/setting(_:remedy:)`` if there is none of that name.
  public static func scheduler(named name: String) throws(SearchError) -> (any Scheduler)? {
    guard let maker = makers.first(where: { $0.name == name }) else {
      throw .setting(
        "there is no scheduler \"\(name)\"", remedy: "Choose one of \(names.joined(separator: ", ")).")
    }
    return maker.make()
  }
}
