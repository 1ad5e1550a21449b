import ArgumentParser
import Foundation
import Search

/// `lathe optimizer`: the search for programs in any language, a line of JSON at a time.
struct OptimizerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "optimizer",
    abstract: "Propose parameters to any program: ask and tell over standard input and output.",
    discussion:
      "Reads one JSON object a line and answers each with one line. Documentation/optimizer-protocol.md describes them."
  )

  @OptionGroup var strategies: StrategyOptions

  @Option(help: "The seed of every random choice; by default the one that \"start\" brings.")
  var seed: UInt64?

  func run() throws {
    var session = try OptimizerSession(
      sampler: strategies.sampler(replacing: nil) ?? "auto",
      scheduler: strategies.scheduler(replacing: nil) ?? "none", seed: seed)
    while !session.hasEnded, let line = readLine() {
      try FileHandle.standardOutput.write(contentsOf: Data((session.reply(to: line) + "\n").utf8))
    }
  }
}
