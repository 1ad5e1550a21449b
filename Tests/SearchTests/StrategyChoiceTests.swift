import Foundation
import Search
import Testing

@Suite struct StrategyChoiceTests {
  @Test func `every sampler and scheduler can be had with its defaults`() throws {
    for name in SamplerCatalog.names { _ = try SamplerCatalog.sampler(named: name) }
    for name in SchedulerCatalog.names where name != "executions" {
      #expect(try (SchedulerCatalog.scheduler(named: name) == nil) == (name == "none"))
    }
  }

  @Test func `settings reach the sampler, with hyphens or underscores`() throws {
    let sampler = try SamplerCatalog.sampler(
      StrategyChoice(
        "tpe", settings: ["startup_trials": 20, "good-share": 0.2, "multivariate": true, "candidates": 8.0]))
    let settings = try #require(sampler as? TreeParzenSampler).settings
    #expect(settings.startupTrials == 20 && settings.goodShare == 0.2 && settings.candidates == 8)
    #expect(settings.grouping == .multivariate && settings.largestGoodCount == 25)
    let scheduler = try SchedulerCatalog.scheduler(
      StrategyChoice("asha", settings: ["reduction-factor": 4, "delayed": true]))
    let halving = try #require(scheduler as? AsynchronousSuccessiveHalving)
    #expect(halving.reductionFactor == 4 && halving.isDelayed && halving.variant == .promotion)
  }

  @Test(arguments: [
    ("tpe", ["startup-trails": 3] as [String: ParameterValue], "no setting \"startup-trails\". There are: "),
    ("random", ["x": 1], "random has no setting \"x\". Remove it: there are none."),
    (
      "tpe", ["startup-trials": 0],
      "the setting \"startup-trials\" of tpe: 0 is out of range. Give at least 1."
    ),
    ("gp", ["startup-trials": 2.5], "\"2.5\" is not a whole number"),
    ("tpe", ["good-share": "much"], "\"much\" is not a number. Give a number from 0.0 to 1.0."),
    ("nsga-ii", ["crossover": 1.5], "1.5 is out of range"),
    ("tpe", ["multivariate": 1], "\"1\" is neither true nor false"),
    ("rondom", [:], "there is no sampler \"rondom\""),
  ])
  func `what cannot be set is refused`(name: String, settings: [String: ParameterValue], message: String) {
    let error = #expect(throws: SearchError.self) {
      try SamplerCatalog.sampler(StrategyChoice(name, settings: settings))
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    #expect(error?.isBadInput == true)
  }

  @Test func `a scheduler of executions needs to know how many`() throws {
    let error = #expect(throws: SearchError.self) { try SchedulerCatalog.scheduler(named: "executions") }
    #expect(error?.description.contains("needs the setting \"executions\"") == true)
    let choice = StrategyChoice("executions", settings: ["executions": 4, "lowest-loss": 0])
    let scheduler = try #require(try SchedulerCatalog.scheduler(choice) as? ExecutionStopping)
    #expect(scheduler.executions == 4 && scheduler.lowestLoss == 0)
    #expect(SchedulerCatalog.settingNames(of: "executions").contains("executions"))
  }

  @Test(arguments: [
    ("\"gp\"", StrategyChoice("gp")),
    (#"{"name":"tpe","multivariate":true}"#, StrategyChoice("tpe", settings: ["multivariate": true])),
  ])
  func `JSON has a name, or a name and settings`(text: String, choice: StrategyChoice) throws {
    #expect(try JSONDecoder().decode(StrategyChoice.self, from: Data(text.utf8)) == choice)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let written = String(decoding: try encoder.encode(choice), as: UTF8.self)
    #expect(try JSONDecoder().decode(StrategyChoice.self, from: Data(written.utf8)) == choice)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(StrategyChoice.self, from: Data(#"{"multivariate":true}"#.utf8))
    }
  }

  @Test func `a choice is shown with its settings`() {
    #expect(StrategyChoice("gp").description == "gp")
    #expect(StrategyChoice("a", settings: ["c": true, "b": 2]).description == "a (b 2, c true)")
  }
}
