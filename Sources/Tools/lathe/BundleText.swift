import Bundles
import Foundation
import LatheCore

/// A bundle in words and tables.
struct BundleText {
  private let bundle: ModelBundle
  private var manifest: Manifest { bundle.manifest }

  init(_ bundle: ModelBundle) { self.bundle = bundle }

  var text: String {
    [
      summary, section("Scores", scores), section("Leaderboard, by \(manifest.metric.name)", leaderboard),
      section("Members", members), section("Inputs", inputs),
      section("Plan", manifest.plan.map { "- \($0)" }.joined(separator: "\n")),
      section("Diagnostics", manifest.diagnostics.map { "- \($0)" }.joined(separator: "\n")),
      section("Provenance", provenance),
    ].filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private func section(_ title: String, _ body: String) -> String {
    body.isEmpty ? "" : "\(title)\n\(body)"
  }

  private var summary: String {
    let problem = manifest.problem
    let classes =
      problem.classes.count > 6 ? "\(problem.classes.count) classes" : problem.classes.joined(separator: ", ")
    return """
      Predicts "\(manifest.target.name)" (\(problem.task.rawValue)\(problem.isClassification ? ": \(classes)" : ""))
      Verified: \(bundle.fileSizes.count) files, \(bytes(bundle.byteCount)), format version \(manifest.formatVersion), digest \(bundle.digest)
      """
  }

  private var scores: String {
    var table = TextTable(["metric", "rows", "count", "score", "95 % interval"])
    for score in manifest.scores {
      let lower = score.lower?.rounded(digits: 5)
      let upper = score.upper?.rounded(digits: 5)
      table.add([
        score.metric.name, score.rows.rawValue, "\(score.rowCount)", score.value.rounded(digits: 5),
        lower.flatMap { lower in upper.map { "\(lower) to \($0)" } } ?? "–",
      ])
    }
    return manifest.scores.isEmpty ? "" : table.text
  }

  private var leaderboard: String {
    let hasLatency = manifest.leaderboard.contains { $0.predictMicroseconds != nil }
    var table = TextTable(
      ["name", "family", "score", "fit seconds"] + (hasLatency ? ["row µs"] : []) + ["weight"])
    for row in manifest.leaderboard {
      let latency = row.predictMicroseconds?.rounded(digits: 3) ?? "–"
      table.add(
        [row.name, row.family, row.score.rounded(digits: 5), row.fitSeconds.rounded(digits: 3)]
          + (hasLatency ? [latency] : []) + [row.weight.rounded(digits: 3)])
    }
    return manifest.leaderboard.isEmpty ? "" : table.text
  }

  private var members: String {
    var table = TextTable(["id", "name", "kind", "weight", "iterations", "features", "size"])
    for member in manifest.members {
      let features = bundle.features[member.featureSet]?.features.count ?? 0
      table.add([
        member.id, member.name, member.kind.rawValue, member.weight.rounded(digits: 3),
        member.iterations.map(String.init) ?? "–", "\(features) (\(member.featureSet))",
        bytes(bundle.byteCount(ofMember: member)),
      ])
    }
    return table.text
  }

  private var inputs: String {
    var table = TextTable(["column", "kind", "missing", "values"])
    for (input, sketch) in zip(manifest.inputs, bundle.reference.columns) {
      let share = Double(sketch.missingCount) / Double(max(bundle.reference.rowCount, 1))
      table.add([input.name, input.kind.rawValue, "\((100 * share).rounded(digits: 3)) %", values(sketch)])
    }
    return manifest.inputs.isEmpty ? "" : table.text
  }

  private func values(_ sketch: ColumnSketch) -> String {
    if let levels = sketch.levels {
      let rest = levels.count > 4 || (sketch.otherCount ?? 0) > 0 ? ", …" : ""
      return levels.prefix(4).map(\.name).joined(separator: ", ") + rest
    }
    if let lengths = sketch.lengths, let most = lengths.maximum {
      return "texts of up to \(most.rounded(digits: 6)) bytes"
    }
    guard let numbers = sketch.numbers, let least = numbers.minimum, let most = numbers.maximum else {
      return "none"
    }
    let isMoment = sketch.kind == .date || sketch.kind == .dateTime
    let ends = [least, most].map { end in
      isMoment
        ? Date(timeIntervalSince1970: end).formatted(.iso8601.year().month().day()) : end.rounded(digits: 6)
    }
    return "\(ends[0]) to \(ends[1])"
  }

  private var provenance: String {
    let provenance = manifest.provenance
    let versions = provenance.versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    var lines = [
      "data      \(provenance.dataFiles.joined(separator: ", ")): \(provenance.rowCount) rows, \(provenance.columnCount) columns, digest \(provenance.dataDigest)",
      "command   \(provenance.command.joined(separator: " "))",
      "started   \(provenance.startedAt.formatted(.iso8601)), took \(provenance.seconds.rounded(digits: 4)) s, seed \(provenance.seed)",
      "machine   \(provenance.machine)",
      "versions  \(versions.joined(separator: ", "))",
    ]
    if let energy = provenance.energy {
      lines.append("energy    \(energy.wattHours.rounded(digits: 3)) Wh (\(energy.method))")
    }
    return lines.joined(separator: "\n")
  }

  private func bytes(_ count: Int) -> String {
    switch count {
    case ..<1_000: "\(count) B"
    case ..<1_000_000: "\((Double(count) / 1e3).rounded(digits: 3)) kB"
    case ..<1_000_000_000: "\((Double(count) / 1e6).rounded(digits: 3)) MB"
    default: "\((Double(count) / 1e9).rounded(digits: 3)) GB"
    }
  }
}
