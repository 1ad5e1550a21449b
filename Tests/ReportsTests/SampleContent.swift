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

  private static let families = [
    "boosted trees", "extremely randomised trees", "linear", "nearest neighbours", "support vectors",
  ]

  private static func level(_ name: String, _ count: Int) -> ReportContent.Level {
    ReportContent.Level(name, count: count)
  }

  private static func normal(_ random: inout RandomSource) -> Double {
    (-2 * log(1 - random.uniform())).squareRoot() * cos(2 * .pi * random.uniform())
  }

  private static func histogram(_ values: [Double], bins: Int) -> ReportContent.Histogram {
    let low = values.min() ?? 0
    let width = ((values.max() ?? 1) - low) / Double(bins)
    var counts = [Int](repeating: 0, count: bins)
    for value in values { counts[min(Int((value - low) / width), bins - 1)] += 1 }
    return ReportContent.Histogram(edges: (0...bins).map { low + width * Double($0) }, counts: counts)
  }

  private static func data(target: ReportContent.Distribution) -> ReportContent.DataOverview {
    var random = RandomSource(seed: 1)
    let ages = histogram((0..<5_000).map { _ in (17 + 73 * pow(random.uniform(), 1.7)).rounded() }, bins: 24)
    let gains = histogram((0..<5_000).map { _ in (99_999 * pow(random.uniform(), 12)).rounded() }, bins: 24)
    let days = histogram(
      (0..<5_000).map { _ in 1_500_000_000 + 1e8 * random.uniform() }, bins: 24)
    func column(
      _ name: String, _ kind: ColumnKind, _ role: ReportContent.ColumnRole = .feature, missing: Double = 0,
      distinct: Int?, _ distribution: ReportContent.Distribution?
    ) -> ReportContent.ColumnSummary {
      ReportContent.ColumnSummary(
        name: name, kind: kind, role: role, missingShare: missing, distinctCount: distinct,
        distribution: distribution)
    }
    return ReportContent.DataOverview(
      sources: ["adult-train.csv"], rowCount: 32_561, bytes: 3_974_305,
      formatFacts: [
        ReportContent.Fact("Format", "CSV"), ReportContent.Fact("Delimiter", "comma"),
        ReportContent.Fact("Encoding", "UTF-8"), ReportContent.Fact("Header", "yes"),
      ],
      columns: [
        column("age", .integer, distinct: 73, .numbers(ages)),
        column(
          "workclass", .category, missing: 0.0564, distinct: 8,
          .levels(
            [level("Private", 22_696), level("Self-emp-not-inc", 2_541), level("Local-gov", 2_093)],
            otherCount: 3_395)),
        column(
          "education", .category, distinct: 16,
          .levels(
            [level("HS-grad", 10_501), level("Some-college", 7_291), level("Bachelors", 5_355)],
            otherCount: 9_414)),
        column("capital-gain", .integer, distinct: 119, .numbers(gains)),
        column("hours-per-week", .integer, distinct: 94, .numbers(ages)),
        column("surveyed", .date, missing: 0.0004, distinct: 1_157, .numbers(days)),
        column(
          "native-country", .category, missing: 0.0179, distinct: 41,
          .levels([level("United-States", 29_170), level("Mexico", 643)], otherCount: 2_165)),
        column("remarks", .text, missing: 0.413, distinct: 18_220, nil),
        column("row id", .identifier, .dropped(reason: "every value is different"), distinct: 32_561, nil),
        column("source", .constant, .dropped(reason: "one value"), distinct: 1, nil),
        column("fnlwgt", .float, .weight, distinct: 21_648, .numbers(gains)),
        column("income", .category, .target, distinct: 2, target),
      ])
  }

  private static func plan() -> ReportContent.Plan {
    var spans = [
      ReportContent.Span(lane: "reading", label: "reading", family: "phase", start: 0, end: 0.6),
      ReportContent.Span(lane: "features", label: "features", family: "phase", start: 0.6, end: 2.1),
    ]
    var start = 2.1
    for (index, model) in models.enumerated() {
      for fold in 0..<5 {
        let seconds = [1.9, 2.6, 1.2, 0.5, 0.3, 0.9, 1.6][index] * (0.9 + 0.05 * Double(fold))
        spans.append(
          ReportContent.Span(
            lane: model.name, label: "fold \(fold + 1)", family: model.family, start: start,
            end: start + seconds))
        start += seconds
      }
    }
    spans.append(
      ReportContent.Span(lane: "ensemble", label: "ensemble", family: "phase", start: start, end: start + 4))
    spans.append(
      ReportContent.Span(lane: "saving", label: "saving", family: "phase", start: start + 4, end: start + 5.1)
    )
    return ReportContent.Plan(
      decisions: [
        ReportContent.Decision(
          "Objective: ROC AUC", reason: "two classes, and no other metric was asked for"),
        ReportContent.Decision(
          "5 folds, stratified",
          reason: "32,561 rows; one fit takes 1.9 s, so five folds of eight models fit the budget"),
        ReportContent.Decision(
          "No support vector machine with RBF kernel",
          reason: "32,561 rows exceed the 20,000 at which it is tried"),
        ReportContent.Decision(
          "Calibration: none", reason: "isotonic regression changed the log loss by 0.0002, within its error"),
      ], budgetSeconds: 60, spans: spans,
      progress: ReportContent.Progress(
        metric: "auc",
        best: [
          ReportContent.Point(x: 3, y: 0.9), ReportContent.Point(x: 20, y: 0.92),
          ReportContent.Point(x: 45, y: 0.925),
        ],
        ensemble: [
          ReportContent.Point(x: 3, y: 0.9), ReportContent.Point(x: 20, y: 0.925),
          ReportContent.Point(x: 45, y: 0.928),
        ], searchBegan: 40))
  }

  private static let models = [
    (name: "boosted trees", family: "boosted trees"),
    (name: "boosted trees, deep", family: "boosted trees"),
    (name: "boosted trees, extra", family: "boosted trees"),
    (name: "extremely randomised trees", family: "extremely randomised trees"),
    (name: "logistic regression", family: "linear"),
    (name: "random forest", family: "random forest"),
    (name: "nearest neighbours", family: "nearest neighbours"),
  ]

  private static func leaderboard(
    best: Double, step: Double, hasTest: Bool = true
  ) -> ReportContent.Leaderboard {
    var entries = [
      ReportContent.LeaderboardEntry(
        name: "ensemble", family: "ensemble", validationScore: best, foldDeviation: abs(step) * 2,
        testScore: hasTest ? best - step * 0.7 : nil, fitSeconds: 4, predictMicroseconds: 38.2,
        bytes: 4_812_345)
    ]
    let weights = [0.46, 0.24, 0.16, 0, 0.08, 0.06, 0]
    for (index, model) in models.enumerated() {
      let score = best - step * Double((index + 1) * (index + 2)) / 2
      entries.append(
        ReportContent.LeaderboardEntry(
          name: model.name, family: model.family, validationScore: score, foldDeviation: abs(step) * 2.2,
          testScore: hasTest ? score - step * 0.6 : nil, fitSeconds: [9.5, 13, 6, 2.5, 1.5, 4.5, 8][index],
          iterations: index < 3 ? 412 + 61 * Double(index) : nil,
          predictMicroseconds: [4.1, 9.3, 3.8, 12.5, 0.2, 11.1, 812][index],
          bytes: [812_311, 1_920_113, 601_234, 5_120_331, 4_113, 6_331_890, 20_113_000][index],
          ensembleWeight: weights[index],
          parameters: index < 3
            ? "learning_rate 0.03, num_leaves 63, feature_fraction 0.6, min_data_in_leaf 20, lambda_l2 1"
            : nil))
    }
    let seconds = [12.0, 25, 31, 34, 36, 40, 48]
    var progress = models.enumerated().map { index, model in
      ReportContent.ProgressPoint(
        seconds: seconds[index], score: entries[index + 1].validationScore, model: model.name)
    }
    progress.swapAt(0, 2)
    progress[0].seconds = 12
    progress[2].seconds = 31
    progress.append(ReportContent.ProgressPoint(seconds: 53, score: best, model: "ensemble"))
    return ReportContent.Leaderboard(
      entries: entries, progress: progress,
      failures: [ReportContent.Failure("DART", reason: "0.8 s were left where a fit takes 6 s")])
  }

  private static func learningCurves(
    metric: String, start: Double, end: Double
  ) -> [ReportContent.LearningCurve] {
    var random = RandomSource(seed: 11)
    return [0.010, 0.016, 0.007].enumerated().map { index, rate in
      let best = [412, 290, 520][index]
      var validation: [ReportContent.Point] = []
      var training: [ReportContent.Point] = []
      for iteration in 1...(best + 100) {
        let decay = exp(-rate * Double(iteration))
        let overfit = 0.00004 * Double(max(iteration - best / 2, 0)) / 10
        let noise = 0.002 * (random.uniform() - 0.5) * decay
        validation.append(
          ReportContent.Point(x: Double(iteration), y: end + (start - end) * (decay + noise + overfit)))
        training.append(
          ReportContent.Point(
            x: Double(iteration), y: end + (start - end) * (decay - 0.0002 * Double(iteration))))
      }
      return ReportContent.LearningCurve(
        model: models[index].name, metric: metric, validation: validation, training: training,
        bestIteration: best)
    }
  }

  private static func binaryFigures() -> ReportContent.BinaryFigures {
    var random = RandomSource(seed: 5)
    var rows = (0..<6_000).map { _ in
      let isPositive = random.uniform() < 0.24
      let score = (isPositive ? 0.6 : -2.6) + 1.45 * normal(&random)
      return (probability: 1 / (1 + exp(-score)), isPositive: isPositive)
    }
    rows.sort { $0.probability > $1.probability }
    let positives = Double(rows.count(where: \.isPositive))
    let negatives = Double(rows.count) - positives
    var truePositives = 0.0
    var falsePositives = 0.0
    var roc = [ReportContent.Point(x: 0, y: 0)]
    var precisionRecall: [ReportContent.Point] = []
    var curves = ["precision", "recall", "F1"].map { ReportContent.NamedCurve($0, points: []) }
    for row in rows {
      if row.isPositive { truePositives += 1 } else { falsePositives += 1 }
      let recall = truePositives / positives
      let precision = truePositives / (truePositives + falsePositives)
      roc.append(ReportContent.Point(x: falsePositives / negatives, y: recall))
      precisionRecall.append(ReportContent.Point(x: recall, y: precision))
      let f1 = recall + precision > 0 ? 2 * recall * precision / (recall + precision) : 0
      for (index, score) in [precision, recall, f1].enumerated() {
        curves[index].points.append(ReportContent.Point(x: row.probability, y: score))
      }
    }
    for index in curves.indices { curves[index].points.reverse() }
    var area = 0.0
    for (left, right) in zip(roc, roc.dropFirst()) { area += (right.x - left.x) * (left.y + right.y) / 2 }
    func scores(ofPositive isPositive: Bool) -> ReportContent.Histogram {
      var counts = [Int](repeating: 0, count: 40)
      for row in rows where row.isPositive == isPositive { counts[min(Int(row.probability * 40), 39)] += 1 }
      return ReportContent.Histogram(edges: (0...40).map { Double($0) / 40 }, counts: counts)
    }
    var confusion = [[0, 0], [0, 0]]
    for row in rows { confusion[row.isPositive ? 1 : 0][row.probability >= 0.42 ? 1 : 0] += 1 }
    let calibration = (0..<10).compactMap { bin -> ReportContent.CalibrationBin? in
      let inside = rows.filter { min(Int($0.probability * 10), 9) == bin }
      guard !inside.isEmpty else { return nil }
      return ReportContent.CalibrationBin(
        predicted: inside.map(\.probability).reduce(0, +) / Double(inside.count),
        observed: Double(inside.count(where: \.isPositive)) / Double(inside.count), count: inside.count)
    }
    return ReportContent.BinaryFigures(
      negativeClass: "<=50K", positiveClass: ">50K", roc: roc, rocArea: area,
      precisionRecall: precisionRecall, averagePrecision: 0.8312, calibration: calibration,
      negativeScores: scores(ofPositive: false), positiveScores: scores(ofPositive: true), threshold: 0.42,
      thresholdReason: "it maximises the F1 score on out-of-fold predictions", confusion: confusion,
      thresholdCurves: curves)
  }

  private static func importance(
    metric: String, scale: Double = 0.1
  ) -> ReportContent.PermutationImportance {
    let losses: [(String, Double)] = [
      ("capital-gain", 0.55), ("relationship", 0.41), ("age", 0.29), ("occupation", 0.2), ("education", 0.17),
      ("hours-per-week", 0.11), ("workclass", 0.04), ("native-country", 0.006), ("surveyed", -0.002),
      ("remarks", -0.004),
    ]
    return ReportContent.PermutationImportance(
      metric: metric, score: 0.9281, source: "5,000 validation rows", repeats: 5,
      features: losses.map {
        ReportContent.FeatureImportance(
          $0.0, loss: $0.1 * scale, deviation: 0.01 * scale + 0.04 * abs($0.1) * scale)
      })
  }

  private static func resources() -> ReportContent.ResourceUse {
    ReportContent.ResourceUse(
      phases: [
        ReportContent.Phase("reading", seconds: 0.6), ReportContent.Phase("features", seconds: 1.5),
        ReportContent.Phase("boosted trees", seconds: 28.5),
        ReportContent.Phase("extremely randomised trees", seconds: 2.5),
        ReportContent.Phase("linear", seconds: 1.5), ReportContent.Phase("random forest", seconds: 4.5),
        ReportContent.Phase("nearest neighbours", seconds: 8), ReportContent.Phase("ensemble", seconds: 4),
        ReportContent.Phase("saving", seconds: 1.1),
      ], wallSeconds: 59.4, processorSeconds: 113.8, peakMemoryBytes: 612_000_000, threads: 2,
      machine: "2 cores, x86_64, Linux")
  }

  private static func reproduction() -> ReportContent.Reproduction {
    ReportContent.Reproduction(
      command: "lathe fit adult-train.csv --target income --time 60s --test adult-test.csv --seed 7",
      facts: [
        ReportContent.Fact("Lathe", "0.1.0"), ReportContent.Fact("LightGBM", "4.6.0"),
        ReportContent.Fact("Swift", "6.3.1"), ReportContent.Fact("Seed", "7"),
        ReportContent.Fact(
          "Data, SHA-256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
      ],
      listings: [
        ReportContent.Listing(
          "Predict new rows", code: "lathe predict income.lathe new-rows.csv --output predictions.csv"),
        ReportContent.Listing("Score labelled rows", code: "lathe evaluate income.lathe labelled-rows.csv"),
        ReportContent.Listing(
          "Use it in a program",
          code: """
            import Inference

            let model = try Predictor(contentsOf: URL(filePath: "income.lathe"))
            for row in try model.predict(rows) where row.probability > 0.42 {
              print(row.label)
            }
            """),
      ])
  }
}
