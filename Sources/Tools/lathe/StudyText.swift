import Foundation
import Search
import Tuning

/// Studies as text for a terminal.
enum StudyText {
  /// What a run has found.
  static func summary(_ summary: TuneSummary) -> String {
    let counts = TrialState.allCases.compactMap { state in
      summary.counts[state.rawValue].flatMap { $0 > 0 ? "\($0) \(state.rawValue)" : nil }
    }
    var lines = ["Study \(summary.study): \(counts.joined(separator: ", "))"]
    if let explanation = summary.explanation { lines.append(explanation) }
    if let front = summary.front, !front.isEmpty {
      lines += [
        "", "Trials of which no other is better in every objective:", trials(front, summary.objectives),
      ]
    } else if let best = summary.best {
      lines += ["", "Best trial:", trials([best], summary.objectives)]
    } else {
      let hasResults = summary.counts[TrialState.complete.rawValue] ?? 0 > 0
      lines.append("No trial has a result\(hasResults ? " that keeps the constraints" : "").")
    }
    switch summary.ending {
    case .interrupted: lines += ["", "It was interrupted; --resume goes on."]
    case .time: lines += ["", "Time was up; --resume goes on."]
    case .complete: break
    }
    lines += ["", "Report: \(summary.report)"]
    return lines.joined(separator: "\n")
  }

  /// A study: how it stands, its best trials, and which parameters matter.
  static func study(_ results: StudyResults, place: String, limit: Int) -> String {
    let names = results.definition.objectiveNames
    let counts = TrialState.allCases.compactMap { state in
      results.countByState[state.rawValue].flatMap { $0 > 0 ? "\($0) \(state.rawValue)" : nil }
    }
    let goals = zip(results.definition.directions, names).map { "\($0.rawValue) \($1)" }
    var lines = [
      "Study \(results.definition.name) in \(place): \(goals.joined(separator: ", "))",
      "Trials: \(counts.isEmpty ? "none" : counts.joined(separator: ", "))",
    ]
    let strategies = ["sampler", "scheduler"].compactMap { role in
      results.definition.attributes[role].map { "\(role) \($0)" }
    }
    if !strategies.isEmpty { lines.append("Strategies: \(strategies.joined(separator: ", "))") }
    let best = results.ranking.prefix(limit).map { TrialDocument($0, objectives: names) }
    if !best.isEmpty {
      lines += ["", names.count > 1 ? "On the front" : "Best trials", trials(best, names)]
    }
    if let importance = results.importance {
      var table = TextTable(["parameter", "importance"])
      for share in importance.shares { table.add([share.name, share.share.rounded(digits: 3)]) }
      lines += ["", table.text]
    }
    return lines.joined(separator: "\n")
  }

  /// Studies of a storage.
  static func list(_ entries: [StudyEntry]) -> String {
    guard !entries.isEmpty else { return "There are no studies." }
    var table = TextTable(["study", "trials", "complete", "pruned", "failed", "open", "best", "objective"])
    for entry in entries {
      table.add([
        entry.name, "\(entry.trials)", "\(entry.counts["complete"] ?? 0)", "\(entry.counts["pruned"] ?? 0)",
        "\(entry.counts["failed"] ?? 0)", "\(entry.open)", entry.best?.rounded(digits: 6) ?? "–",
        entry.objectives.joined(separator: ", "),
      ])
    }
    return table.text
  }

  /// Groups of studies side by side.
  static func comparison(_ comparison: StudyComparison) -> String {
    func cells(_ values: [Double?]) -> [String] { values.map { $0?.rounded(digits: 5) ?? "–" } }
    var byTrials = TextTable(
      ["group", "studies"] + comparison.trialCounts.map { "\($0) trials" } + ["best", "trials"])
    var bySeconds = TextTable(
      ["group"] + comparison.seconds.map { "\($0.rounded(digits: 3)) s" } + ["seconds"])
    for group in comparison.groups {
      byTrials.add(
        [group.name, "\(group.studies)"] + cells(group.bestByTrials) + cells([group.best])
          + [group.trials.rounded(digits: 6)])
      bySeconds.add([group.name] + cells(group.bestBySeconds) + cells([group.duration]))
    }
    let goal = comparison.direction == .minimize ? "smallest" : "largest"
    return """
      Medians of the \(goal) \(comparison.objective) so far, by trials:
      \(byTrials.text)

      By time:
      \(bySeconds.text)
      """
  }

  private static func trials(_ trials: [TrialDocument], _ objectives: [String]) -> String {
    let parameters = Set(trials.flatMap(\.parameters.keys)).sorted()
    var table = TextTable(["trial"] + objectives + parameters)
    for trial in trials {
      table.add(
        ["\(trial.number)"] + objectives.map { trial.values[$0]?.rounded(digits: 6) ?? "–" }
          + parameters.map { name in
            switch trial.parameters[name] {
            case .number(let number): number.rounded(digits: 6)
            case let value?: value.description
            case nil: "–"
            }
          })
    }
    return table.text
  }
}
