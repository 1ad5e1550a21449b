import Foundation
import LatheCore
import Reports

/// Contents as real runs give them, made from a seed.
enum SampleContent {
  /// A binary task with everything there is, like the census data.
  static func binary() -> ReportContent {
    var content = ReportContent(
      headline: ReportContent.Headline(
        target: "income", task: .binary, taskReason: "two distinct values, <=50K and >50K",
        metric: "ROC AUC", higherIsBetter: true,
        validation: ReportContent.ScoreEstimate(0.9281, lower: 0.9252, upper: 0.9309, rowCount: 32_561),
        test: ReportContent.ScoreEstimate(0.9273, lower: 0.9231, upper: 0.9312, rowCount: 16_281),
        baseline: 0.5,
        otherScores: [
          ReportContent.OtherScore("log loss", validation: 0.2741, test: 0.2763, baseline: 0.5521),
          ReportContent.OtherScore("accuracy", validation: 0.8742, test: 0.8728, baseline: 0.7592),
          ReportContent.OtherScore("F1", validation: 0.7282, test: 0.7249, baseline: 0),
          ReportContent.OtherScore("MCC", validation: 0.6451, test: 0.6412, baseline: 0),
        ],
        model: "weighted ensemble of 5 models", date: Date(timeIntervalSince1970: 1_795_264_000),
        seconds: 59.4, seed: 7))
    content.data = data(target: .levels([level("<=50K", 24_720), level(">50K", 7_841)], otherCount: 0))
    content.diagnostics = [
      Diagnostic(
        .note, code: "leakage-suspect", message: "alone ranks the target with AUC 0.87.",
        column: "capital-gain"),
      Diagnostic(
        .warning, code: "duplicate-rows",
        message: "24 rows are copies of others; they were kept together in one fold."),
      Diagnostic(.warning, code: "identifier", message: "names its row and was left out.", column: "row id"),
    ]
    content.plan = plan()
    content.leaderboard = leaderboard(best: 0.9281, step: 0.0012)
    content.learningCurves = learningCurves(metric: "log loss", start: 0.55, end: 0.275)
    content.performance = ReportContent.Performance(
      source: "out-of-fold predictions of 32,561 rows", figures: .binary(binaryFigures()))
    content.importance = importance(metric: "ROC AUC")
    content.resources = resources()
    content.reproduction = reproduction()
    return content
  }

  /// A task of `classCount` classes.
  static func multiclass(classCount: Int = 7) -> ReportContent {
    var random = RandomSource(seed: UInt64(classCount))
    let names = (0..<classCount).map { index in
      index < forests.count ? forests[index] : "class \(index)"
    }
    var confusion = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
    for actual in 0..<classCount {
      let rows = 200 + Int(20_000 * pow(random.uniform(), 4))
      for predicted in 0..<classCount {
        let distance = Double(abs(actual - predicted))
        confusion[actual][predicted] =
          predicted == actual ? rows : Int(Double(rows) * 0.12 * exp(-distance) * random.uniform())
      }
    }
    var content = binary()
    content.headline.target = "cover_type"
    content.headline.task = .multiclass
    content.headline.taskReason = "\(classCount) distinct values, each in at least 200 rows"
    content.headline.metric = "log loss"
    content.headline.higherIsBetter = false
    content.headline.validation = ReportContent.ScoreEstimate(0.1821, lower: 0.1784, upper: 0.1862)
    content.headline.test = nil
    content.headline.baseline = 1.2053
    content.headline.otherScores = []
    content.data = data(
      target: .levels(
        zip(names, confusion).map { level($0, $1.reduce(0, +)) }.prefix(20).map(\.self), otherCount: 0))
    content.leaderboard = leaderboard(best: 0.1821, step: -0.006, hasTest: false)
    content.performance = ReportContent.Performance(
      source: "a holdout of 20 % of the rows",
      figures: .multiclass(
        ReportContent.MulticlassFigures(
          classes: names, confusion: confusion,
          roc: names.prefix(8).enumerated().map { index, name in
            ReportContent.ClassCurve(
              name, area: 0.99 - 0.01 * Double(index),
              points: (0...60).map { step in
                let x = Double(step) / 60
                return ReportContent.Point(x: x, y: pow(x, 0.02 + 0.02 * Double(index)))
              })
          },
          calibration: (0..<10).map { bin in
            let predicted = 0.1 * Double(bin) + 0.05
            return ReportContent.CalibrationBin(
              predicted: predicted, observed: predicted * 0.96 + 0.01, count: 100 + bin * bin * 90)
          })))
    return content
  }

  private static let forests = [
    "spruce / fir", "lodgepole pine", "ponderosa pine", "cottonwood / willow", "aspen", "douglas fir",
    "krummholz",
  ]

  /// A regression of a positive, skewed amount.
  static func regression() -> ReportContent {
    var random = RandomSource(seed: 3)
    var actual: [Double] = []
    var predicted: [Double] = []
    for _ in 0..<8_000 {
      let price = exp(11.9 + 0.55 * normal(&random))
      actual.append(min(price, 500_001))
      predicted.append(price * exp(0.18 * normal(&random)) * 0.98)
    }
    var content = binary()
    content.headline.target = "median_house_value"
    content.headline.task = .regression
    content.headline.taskReason = "3,842 distinct numbers"
    content.headline.metric = "RMSE"
    content.headline.higherIsBetter = false
    content.headline.validation = ReportContent.ScoreEstimate(44_120, lower: 43_310, upper: 45_020)
    content.headline.test = ReportContent.ScoreEstimate(44_871, lower: 43_020, upper: 46_611)
    content.headline.baseline = 115_400
    content.headline.otherScores = [
      ReportContent.OtherScore("R²", validation: 0.853, test: 0.849, baseline: 0),
      ReportContent.OtherScore("MAE", validation: 28_912, test: 29_310, baseline: 91_200),
    ]
    content.data = data(target: .numbers(histogram(actual, bins: 30)))
    content.leaderboard = leaderboard(best: 44_120, step: -900)
    content.learningCurves = learningCurves(metric: "RMSE", start: 115_000, end: 45_000)
    content.performance = ReportContent.Performance(
      source: "out-of-fold predictions of 8,000 rows",
      figures: .regression(ReportContent.RegressionFigures(actual: actual, predicted: predicted)))
    content.importance = importance(metric: "RMSE", scale: 40_000)
    return content
  }

  /// What is known of a run that was stopped at once.
  static func empty() -> ReportContent {
    ReportContent(
      headline: ReportContent.Headline(
        target: "y", task: .regression, taskReason: "numbers", metric: "RMSE", higherIsBetter: false,
        notice: "The run was interrupted before the first model was fitted.",
        date: Date(timeIntervalSince1970: 0), seconds: 0, seed: 0))
  }

  /// Numbers that no chart expects.
  static func extreme() -> ReportContent {
    let numbers: [Double] = [
      .nan, .infinity, -.infinity, 0, -0.0, 1e300, -1e300, .greatestFiniteMagnitude,
      -.greatestFiniteMagnitude, .leastNonzeroMagnitude, 1e-300, 1, -1,
    ]
    let points = numbers.flatMap { x in numbers.map { ReportContent.Point(x: x, y: $0) } }
    var content = binary()
    content.headline.validation = ReportContent.ScoreEstimate(.nan, lower: -.infinity, upper: .infinity)
    content.headline.test = ReportContent.ScoreEstimate(
      1e300, lower: -1e300, upper: .infinity, rowCount: .max)
    content.headline.baseline = -.infinity
    content.headline.seconds = .nan
    content.data?.bytes = .max
    content.data?.columns = numbers.enumerated().map { index, number in
      ReportContent.ColumnSummary(
        name: "n\(index)", kind: .float, role: index == 0 ? .target : .feature, missingShare: number,
        distinctCount: .max,
        distribution: index.isMultiple(of: 2)
          ? .numbers(ReportContent.Histogram(edges: [number, number], counts: [.max]))
          : .levels([level("x", .max), level("y", -5)], otherCount: .max))
    }
    content.plan?.budgetSeconds = .infinity
    content.plan?.spans = numbers.map {
      ReportContent.Span(lane: "a", label: "b", family: "c", start: $0, end: -$0)
    }
    content.leaderboard?.entries = numbers.map {
      ReportContent.LeaderboardEntry(
        name: "\($0)", family: "f", validationScore: $0, foldDeviation: $0, testScore: $0, fitSeconds: $0,
        iterations: $0, predictMicroseconds: $0, bytes: .min, ensembleWeight: $0)
    }
    content.leaderboard?.progress = numbers.map {
      ReportContent.ProgressPoint(seconds: $0, score: $0, model: "m")
    }
    content.learningCurves = [
      ReportContent.LearningCurve(
        model: "m", metric: "l", validation: points, training: points, bestIteration: .min)
    ]
    content.performance?.figures = .binary(
      ReportContent.BinaryFigures(
        negativeClass: "", positiveClass: "", roc: points, rocArea: .nan, precisionRecall: points,
        averagePrecision: .nan,
        calibration: numbers.map { ReportContent.CalibrationBin(predicted: $0, observed: -$0, count: .max) },
        negativeScores: ReportContent.Histogram(edges: numbers, counts: [1, .max, 3]),
        positiveScores: ReportContent.Histogram(edges: [], counts: []), threshold: .nan,
        confusion: [[.max, .max], [0]], thresholdCurves: [ReportContent.NamedCurve("c", points: points)]))
    content.importance?.features = numbers.map {
      ReportContent.FeatureImportance("\($0)", loss: $0, deviation: $0)
    }
    content.resources = ReportContent.ResourceUse(
      phases: numbers.map { ReportContent.Phase("p", seconds: $0) }, wallSeconds: .nan,
      processorSeconds: .infinity, peakMemoryBytes: .max, threads: .max)
    return content
  }

  /// The extreme numbers as a regression.
  static func extremeRegression() -> ReportContent {
    var content = extreme()
    let numbers: [Double] = [.nan, .infinity, 0, 1e300, -1e300, .greatestFiniteMagnitude, 1, -1]
    content.performance?.figures = .regression(
      ReportContent.RegressionFigures(
        actual: numbers.flatMap { number in numbers.map { _ in number } },
        predicted: numbers.flatMap { _ in numbers }))
    return content
  }

  /// Every name that comes from data is markup.
  static func hostile() -> ReportContent {
    let attack =
      "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>\"'&]]>\u{0}\u{202E}"
    var content = binary()
    content.headline.target = attack
    content.headline.taskReason = attack
    content.headline.model = attack
    content.headline.notice = attack
    content.headline.metric = attack
    content.diagnostics = [Diagnostic(.warning, code: attack, message: attack, column: attack)]
    content.data?.sources = [attack]
    content.data?.formatFacts = [ReportContent.Fact(attack, attack)]
    content.data?.columns = [
      ReportContent.ColumnSummary(
        name: attack, kind: .category, role: .target, missingShare: 0,
        distribution: .levels([level(attack, 3)], otherCount: 1)),
      ReportContent.ColumnSummary(
        name: attack, kind: .category, role: .dropped(reason: attack), missingShare: 0),
    ]
    content.plan?.decisions = [ReportContent.Decision(attack, reason: attack)]
    content.plan?.spans = [ReportContent.Span(lane: attack, label: attack, family: attack, start: 0, end: 1)]
    content.leaderboard?.entries = [
      ReportContent.LeaderboardEntry(
        name: attack, family: attack, validationScore: 1, ensembleWeight: 1, parameters: attack)
    ]
    content.leaderboard?.progress = [ReportContent.ProgressPoint(seconds: 1, score: 1, model: attack)]
    content.leaderboard?.failures = [ReportContent.Failure(attack, reason: attack)]
    content.learningCurves = [
      ReportContent.LearningCurve(
        model: attack, metric: attack, validation: [ReportContent.Point(x: 0, y: 1)])
    ]
    content.performance = ReportContent.Performance(
      source: attack,
      figures: .multiclass(
        ReportContent.MulticlassFigures(
          classes: [attack, attack, attack], confusion: [[5, 1, 0], [1, 5, 0], [0, 2, 9]],
          roc: [ReportContent.ClassCurve(attack, points: [])])))
    content.importance?.features = [ReportContent.FeatureImportance(attack, loss: 1)]
    content.importance?.metric = attack
    content.resources?.phases = [ReportContent.Phase(attack, seconds: 1)]
    content.resources?.machine = attack
    content.reproduction = ReportContent.Reproduction(
      command: attack, facts: [ReportContent.Fact(attack, attack)],
      listings: [ReportContent.Listing(attack, code: attack)])
    return content
  }

  /// 200 models, 500 columns.
  static func large() -> ReportContent {
    var content = binary()
    let columns = content.data?.columns ?? []
    content.data?.columns = (0..<520).map { index in
      var column = columns[index % columns.count]
      column.name = "\(column.name) \(index)"
      return column
    }
    content.leaderboard?.entries = (0..<230).map { index in
      ReportContent.LeaderboardEntry(
        name: "boosted trees \(index)", family: families[index % 5],
        validationScore: 0.92 - Double(index) / 1000,
        foldDeviation: 0.0031, fitSeconds: 1.23 + Double(index), iterations: 420, predictMicroseconds: 4.2,
        bytes: 1_230_000, ensembleWeight: index < 40 ? 0.025 : 0,
        parameters: "learning_rate 0.03, num_leaves 63, feature_fraction 0.6, min_data_in_leaf 20")
    }
    content.plan?.spans = (0..<1_840).map { index in
      ReportContent.Span(
        lane: "boosted trees \(index / 8)", label: "fold \(index % 8 + 1)", family: families[index / 8 % 5],
        start: Double(index) * 0.3, end: Double(index) * 0.3 + 0.6)
    }
    content.leaderboard?.progress = (0..<230).map { index in
      ReportContent.ProgressPoint(
        seconds: Double(index) * 2.4, score: 0.9 + 0.02 * Double(index * 37 % 230) / 230, model: "m\(index)")
    }
    let curve = content.learningCurves[0]
    content.learningCurves = (0..<200).map { index in
      var copy = curve
      copy.model = "boosted trees \(index)"
      return copy
    }
    content.importance?.features = (0..<500).map {
      ReportContent.FeatureImportance("column \($0)", loss: 1 / Double($0 + 1), deviation: 0.001)
    }
    return content
  }

  // MARK: parts
}
