import LatheCore

extension Metric: CustomStringConvertible, Codable {
  /// The metrics without a parameter.
  static let plain: [Metric] = [
    .auc, .logLoss, .accuracy, .balancedAccuracy, .f1, .f1Macro, .f1Weighted, .mcc, .precision, .recall,
    .averagePrecision, .brier, .rmse, .mae, .r2, .rmsle, .mape, .poissonDeviance,
  ]

  /// Every name ``init(parsing:)`` documents, for help texts; `LEVEL` and `POWER` stand for numbers.
  public static let names: [String] = plain.map(\.name) + ["pinball:LEVEL", "tweedie-deviance:POWER"]

  /// Other spellings, as scikit-learn and its peers have them, after lowering and turning `_` into `-`.
  private static let aliases: [String: Metric] = [
    "roc-auc": .auc, "roc-auc-ovr": .auc, "auroc": .auc, "logloss": .logLoss, "neg-log-loss": .logLoss,
    "cross-entropy": .logLoss, "acc": .accuracy, "bacc": .balancedAccuracy, "macro-f1": .f1Macro,
    "weighted-f1": .f1Weighted, "f1-binary": .f1, "matthews-corrcoef": .mcc,
    "precision-macro": .precision, "recall-macro": .recall, "ap": .averagePrecision,
    "pr-auc": .averagePrecision,
    "auprc": .averagePrecision, "brier-score": .brier, "neg-brier-score": .brier, "brier-score-loss": .brier,
    "root-mean-squared-error": .rmse, "neg-root-mean-squared-error": .rmse, "mean-absolute-error": .mae,
    "neg-mean-absolute-error": .mae, "r-squared": .r2, "root-mean-squared-log-error": .rmsle,
    "mean-absolute-percentage-error": .mape, "mean-poisson-deviance": .poissonDeviance,
    "poisson": .poissonDeviance,
  ]

  /// The name on the command line and in files, e.g. `log-loss` or `pinball:0.9`; ``init(parsing:)`` reads it back.
  public var name: String {
    switch self {
    case .auc: "auc"
    case .logLoss: "log-loss"
    case .accuracy: "accuracy"
    case .balancedAccuracy: "balanced-accuracy"
    case .f1: "f1"
    case .f1Macro: "f1-macro"
    case .f1Weighted: "f1-weighted"
    case .mcc: "mcc"
    case .precision: "precision"
    case .recall: "recall"
    case .averagePrecision: "average-precision"
    case .brier: "brier"
    case .rmse: "rmse"
    case .mae: "mae"
    case .r2: "r2"
    case .rmsle: "rmsle"
    case .mape: "mape"
    case .pinball(let level): "pinball:\(level)"
    case .poissonDeviance: "poisson-deviance"
    case .tweedieDeviance(let power): "tweedie-deviance:\(power)"
    }
  }

  /// ``name``.
  public var description: String { name }

  /// The metric called `text`, in upper or lower case, with `-` or `_`; scikit-learn's names are understood too.
  ///
  /// `pinball` alone is the median's.
  ///
  /// - Throws: ``MetricsError/unknownMetric(_:)`` for any other text.
  public init(parsing text: String) throws(MetricsError) {
    let spelling = String(text.lowercased().map { $0 == "_" ? "-" : $0 })
    if let metric = Self.plain.first(where: { $0.name == spelling }) ?? Self.aliases[spelling] {
      self = metric
      return
    }
    let parts = spelling.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let parameter = parts.count == 2 ? Double(parts[1]) : nil
    switch (parts[0], parameter) {
    case ("pinball", nil) where parts.count == 1: self = .pinball(level: 0.5)
    case ("pinball", let level?) where level > 0 && level < 1: self = .pinball(level: level)
    case ("tweedie-deviance", let power?) where power > 1 && power < 2:
      self = .tweedieDeviance(power: power)
    default: throw .unknownMetric(text)
    }
  }

  /// Reads ``name``.
  public init(from decoder: any Decoder) throws {
    try self.init(parsing: decoder.singleValueContainer().decode(String.self))
  }

  /// Writes ``name``.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
