extension StudyReportContent.Parameter {
  /// The axis of its values.
  var scale: any Scale {
    switch kind {
    case .number(let low, let high, let isLogarithmic):
      if isLogarithmic, let scale = LogScale(low, high) { return scale }
      return LinearScale(low, high)
    case .choice(let choices): return ChoiceScale(choices)
    }
  }

  /// Where a trial lies on the axis; `nil` if it does not have the parameter.
  func position(_ trial: StudyReportContent.Trial) -> Double? {
    switch (kind, trial.parameters[name]) {
    case (.number, .number(let number)): number.isFinite ? number : nil
    case (.choice(let choices), .choice(let choice)): choices.firstIndex(of: choice).map(Double.init)
    default: nil
    }
  }
}

extension StudyReportContent {
  /// The axis of an objective's values: by ratios where they differ by orders of magnitude, and without the room that a
  /// few very bad values would take.
  func scale(ofObjective objective: Int) -> (scale: any Scale, isCut: Bool) {
    Self.scale(
      of: trials.compactMap { $0.value(objective) },
      isMinimized: objectives.indices.contains(objective) ? objectives[objective].isMinimized : true)
  }

  /// The axis of values of which small or large ones matter.
  static func scale(of values: [Double], isMinimized: Bool) -> (scale: any Scale, isCut: Bool) {
    let sorted = values.filter(\.isFinite).sorted { isMinimized ? $0 < $1 : $0 > $1 }
    guard let best = sorted.first, let worst = sorted.last else { return (LinearScale(0, 1), false) }
    let (low, high) = (min(best, worst), max(best, worst))
    if low > 0, high / low > 50, let scale = LogScale(low * 0.9, high * 1.1) { return (scale, false) }
    let third = sorted[sorted.count * 3 / 4]
    let limit = third + 2 * (third - best)
    let isCut = sorted.count >= 8 && abs(worst - third) > 4 * abs(limit - third) && limit != best
    return (LinearScale(covering: [best, isCut ? limit : worst]), isCut)
  }

  /// A sentence for charts whose axis leaves values out.
  static let cutNote = "Values far worse than most are drawn at the edge."
}
