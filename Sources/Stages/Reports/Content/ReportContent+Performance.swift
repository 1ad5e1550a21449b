extension ReportContent {
  /// How the final model errs.
  public struct Performance: Codable, Sendable, Hashable {
    /// The rows behind the figures, e.g. "out-of-fold predictions of 32,561 rows".
    public var source: String
    /// The figures of the task.
    public var figures: Figures

    /// Figures and the rows behind them.
    public init(source: String, figures: Figures) {
      self.source = source
      self.figures = figures
    }
  }

  /// What there is to show by task.
  public enum Figures: Codable, Sendable, Hashable {
    /// One of two classes.
    case binary(BinaryFigures)
    /// One of three or more classes.
    case multiclass(MulticlassFigures)
    /// A number.
    case regression(RegressionFigures)
  }

  /// How well two classes are told apart; every array may be empty.
  public struct BinaryFigures: Codable, Sendable, Hashable {
    /// The class whose probability is low.
    public var negativeClass: String
    /// The class whose probability is predicted.
    public var positiveClass: String
    /// False positive rate (x) and true positive rate (y), from (0, 0) to (1, 1).
    public var roc: [Point]
    /// The area under ``roc``.
    public var rocArea: Double?
    /// Recall (x) and precision (y).
    public var precisionRecall: [Point]
    /// The average precision.
    public var averagePrecision: Double?
    /// Predicted probabilities against observed shares.
    public var calibration: [CalibrationBin]
    /// Predicted probabilities of rows of the negative class; the same edges as ``positiveScores``.
    public var negativeScores: Histogram?
    /// Predicted probabilities of rows of the positive class.
    public var positiveScores: Histogram?
    /// The probability from which on the answer is the positive class.
    public var threshold: Double?
    /// Why this threshold, as the end of a sentence with "because", e.g. "it has the best f1 on validation rows".
    public var thresholdReason: String?
    /// Rows by actual class (outer) and answer (inner) at the threshold, negative first.
    public var confusion: [[Int]]
    /// Scores by threshold, e.g. precision, recall and F1.
    public var thresholdCurves: [NamedCurve]

    /// Figures of a binary task.
    public init(
      negativeClass: String, positiveClass: String, roc: [Point] = [], rocArea: Double? = nil,
      precisionRecall: [Point] = [], averagePrecision: Double? = nil,
      calibration: [CalibrationBin] = [], negativeScores: Histogram? = nil,
      positiveScores: Histogram? = nil, threshold: Double? = nil, thresholdReason: String? = nil,
      confusion: [[Int]] = [], thresholdCurves: [NamedCurve] = []
    ) {
      self.negativeClass = negativeClass
      self.positiveClass = positiveClass
      self.roc = roc
      self.rocArea = rocArea
      self.precisionRecall = precisionRecall
      self.averagePrecision = averagePrecision
      self.calibration = calibration
      self.negativeScores = negativeScores
      self.positiveScores = positiveScores
      self.threshold = threshold
      self.thresholdReason = thresholdReason
      self.confusion = confusion
      self.thresholdCurves = thresholdCurves
    }
  }

  /// How well several classes are told apart.
  public struct MulticlassFigures: Codable, Sendable, Hashable {
    /// The classes in their fixed order.
    public var classes: [String]
    /// Rows by actual class (outer) and answer (inner). Precision, recall and F1 by class come from it.
    public var confusion: [[Int]]
    /// One-against-rest ROC curves: false positive rate (x) and true positive rate (y).
    public var roc: [ClassCurve]
    /// The probability of the answer against the share of right answers.
    public var calibration: [CalibrationBin]

    /// Figures of a multi-class task.
    public init(
      classes: [String], confusion: [[Int]], roc: [ClassCurve] = [], calibration: [CalibrationBin] = []
    ) {
      self.classes = classes
      self.confusion = confusion
      self.roc = roc
      self.calibration = calibration
    }
  }

  /// How far predicted numbers are off.
  public struct RegressionFigures: Codable, Sendable, Hashable {
    /// True values, of all rows or of a sample; some ten thousand are plenty.
    public var actual: [Double]
    /// Predictions of the same rows.
    public var predicted: [Double]

    /// Figures of a regression; all charts are made from these pairs.
    public init(actual: [Double], predicted: [Double]) {
      self.actual = actual
      self.predicted = predicted
    }
  }

  /// A curve with a name.
  public struct NamedCurve: Codable, Sendable, Hashable {
    /// The name in the legend.
    public var name: String
    /// The points in order of x.
    public var points: [Point]

    /// A curve with a name.
    public init(_ name: String, points: [Point]) {
      self.name = name
      self.points = points
    }
  }

  /// The ROC curve of one class against all others.
  public struct ClassCurve: Codable, Sendable, Hashable {
    /// The class.
    public var label: String
    /// The area under the curve.
    public var area: Double?
    /// False positive rate (x) and true positive rate (y).
    public var points: [Point]

    /// The ROC curve of the class `label`.
    public init(_ label: String, area: Double? = nil, points: [Point]) {
      self.label = label
      self.area = area
      self.points = points
    }
  }

  /// Rows of similar predicted probability.
  public struct CalibrationBin: Codable, Sendable, Hashable {
    /// The mean predicted probability.
    public var predicted: Double
    /// The share of rows where it came true.
    public var observed: Double
    /// The number of rows.
    public var count: Int

    /// A bin of `count` rows.
    public init(predicted: Double, observed: Double, count: Int) {
      self.predicted = predicted
      self.observed = observed
      self.count = count
    }
  }
}
