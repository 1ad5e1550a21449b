import Foundation
import Testing

@testable import Search

@Suite struct StudyTests {
  private let space: SearchSpace

  init() throws {
    space = try SearchSpace([
      Parameter("x", .float(low: 0, high: 1, scale: .linear, step: nil)),
      Parameter("kind", .categorical(["tree", "line"])),
      Parameter(
        "depth", .integer(low: 1, high: 9, scale: .linear, step: 1), if: .init("kind", isOneOf: ["tree"])),
    ])
  }

  @Test func `a trial that was asked for has parameters, and its result can be the best`() throws {
    let study = try Study(space: space, directions: [.maximize])
    for value in [1.0, 3, 2] {
      let trial = try study.ask()
      #expect(trial.parameters["x"] != nil)
      #expect((trial.parameters["depth"] != nil) == (trial.parameters["kind"] == "tree"))
      try study.tell(trial, value)
    }
    #expect(study.best?.number == 1)
    #expect(study.trials.map(\.state) == [.complete, .complete, .complete])
  }

  @Test func `a result that is not a number makes a failed trial, and a wrong count is refused`() throws {
    let study = try Study(space: space)
    try study.tell(try study.ask(), .nan)
    #expect(study.trials[0].state == .failed)
    let trial = try study.ask()
    #expect(throws: SearchError.self) { try study.tell(trial, [1, 2]) }
    try study.tell(trial, .infinity)
    #expect(study.trials[1].values == [.infinity])
  }

  @Test func `the same result may be told twice, another one may not`() throws {
    let study = try Study(space: space)
    let trial = try study.ask()
    try study.tell(trial, 1)
    try study.tell(trial, 1)
    #expect(throws: SearchError.self) { try study.tell(trial, 2) }
    #expect(throws: SearchError.self) { try study.fail(trial, reason: "no") }
    #expect(study.best?.values == [1])
  }

  @Test func `an enqueued trial keeps what was fixed, and gets the rest`() throws {
    let study = try Study(space: space)
    try study.enqueue(["kind": "tree"])
    try study.enqueue(["x": 1, "kind": "line"])
    let first = try study.ask()
    #expect(first.number == 0 && first.parameters["kind"] == "tree")
    #expect(first.parameters["x"] != nil && first.parameters["depth"] != nil)
    #expect(try study.ask().parameters == ["x": 1.0, "kind": "line"])
    #expect(throws: SearchError.self) { try study.enqueue(["y": 1]) }
    #expect(throws: SearchError.self) { try study.enqueue(["x": 2]) }
  }

  @Test func `a partly fixed trial whose worker died before it was completed is completed by the next`()
    throws
  {
    let storage = SharedMemory()
    let study = try Study(space: space, storage: storage, tolerance: .init(retries: 1))
    try study.enqueue(["kind": "tree"])
    _ = try storage.begin(study: study.name, worker: "dead", leaseSeconds: -1, limit: nil)
    let trial = try study.ask()
    #expect(trial.number == 0)
    #expect(trial.parameters["x"] != nil && trial.parameters["depth"] != nil)
  }

  @Test func `a space that is not declared grows and widens`() throws {
    let study = try Study()
    let first = try study.ask()
    _ = try first.suggestFloat("x", in: 0...1)
    try study.tell(first, 1)
    let second = try study.ask()
    #expect((0.5...4).contains(try second.suggestFloat("x", in: 0.5...4)))
    let layers = try second.suggestInteger("layers", in: 1...3)
    #expect(try second.suggestInteger("layers", in: 1...3) == layers)
    #expect(throws: SearchError.self) { try second.suggestInteger("layers", in: 1...4) }
    try study.tell(second, 2)
    let third = try study.ask()
    _ = try third.suggestFloat("x", in: 1...2)
    try study.tell(third, 3)
    #expect(
      study.definition.space.parameters == [
        Parameter("x", .float(low: 0, high: 4, scale: .linear, step: nil)),
        Parameter("layers", .integer(low: 1, high: 3, scale: .linear, step: 1)),
      ])
    #expect(study.trials.map { $0.parameters.keys.sorted() } == [["x"], ["layers", "x"], ["x"]])
  }

  @Test func `a parameter of another kind is refused where it is suggested`() throws {
    let study = try Study()
    let first = try study.ask()
    _ = try first.suggestFloat("x", in: 0...1)
    try study.tell(first, 1)
    let second = try study.ask()
    #expect(throws: SearchError.self) { try second.suggestBoolean("x") }
    _ = try second.suggestFloat("x", in: 0...1)
    try study.tell(second, 1)
  }

  @Test func `a parameter of another kind from a faster worker makes a failed trial`() throws {
    let study = try Study()
    let (first, second) = (try study.ask(), try study.ask())
    _ = try first.suggestFloat("x", in: 0...1)
    _ = try second.suggestBoolean("x")
    try study.tell(first, 1)
    try study.tell(second, 2)
    #expect(study.trials.map(\.state) == [.complete, .failed])
    #expect(study.trials[1].failure?.contains("\"x\"") == true)
  }

  @Test func `what a declared space does not have cannot be suggested`() throws {
    let study = try Study(space: space)
    try study.enqueue(["kind": "line"])
    let trial = try study.ask()
    #expect(try trial.suggestFloat("x", in: 0...1) == trial.parameters["x"]?.double)
    #expect(throws: SearchError.self) { try trial.suggestFloat("y", in: 0...1) }
    #expect(throws: SearchError.self) { try trial.suggestCategory("kind", from: ["line"]) }
    #expect(throws: SearchError.self) { try trial.suggestInteger("depth", in: 1...9) }
  }

  @Test func `a trial that is given back keeps its parameters`() throws {
    let study = try Study(sampler: SensitiveSampler())
    try study.enqueue(["x": 0.25, "y": 0.5])
    let trial = try study.ask()
    let x = try trial.suggestFloat("x", in: 0...1)
    let z = try trial.suggestFloat("z", in: 0...1)
    try study.giveBack(trial)
    let again = try study.ask()
    #expect(again.number == trial.number && x == 0.25)
    #expect(try again.suggestFloat("x", in: 0...1) == x)
    #expect(try again.suggestFloat("y", in: 0...1) == 0.5)
    #expect(try again.suggestFloat("z", in: 0...1) == z)
  }

  @Test func `a study of another space or other directions is refused`() throws {
    let storage = MemoryStorage()
    _ = try Study(space: space, storage: storage, seed: 5)
    #expect(try Study(space: space, storage: storage).definition.seed == 5)
    #expect(throws: SearchError.self) { try Study(space: .empty, storage: storage) }
    #expect(throws: SearchError.self) {
      try Study(space: self.space, directions: [.maximize], storage: storage)
    }
    #expect(throws: SearchError.self) { try Study(directions: []) }
  }

  @Test func `those who listen hear of each trial once, in the order in which they end`() async throws {
    let storage = MemoryStorage()
    let (study, other) = (try Study(storage: storage), try Study(storage: storage))
    try study.tell(try study.ask(), 0)
    let finished = study.finishedTrials
    let trials = try (0..<3).map { _ in try study.ask() }
    try study.tell(trials[1], 1)
    try other.tell(try other.ask(), 4)
    try study.fail(trials[2], reason: "no")
    try study.tell(trials[0], 1)
    var numbers: [Int] = []
    for await trial in finished {
      numbers.append(trial.number)
      if numbers.count == 4 { break }
    }
    #expect(numbers == [2, 4, 3, 1])
  }

  @Test func `the end of a study ends what listens to it`() async throws {
    var study: Study? = try Study()
    let finished = try #require(study).finishedTrials
    study = nil
    for await _ in finished { Issue.record("no trial has ended") }
  }

  @Test func `a trial that lasts longer than a lease stays where it is`() throws {
    for storage in [MemoryStorage(), SharedMemory()] as [any StudyStorage] {
      let tolerance = Study.Tolerance(leaseSeconds: 0.4, retries: 3)
      let study = try Study(storage: storage, tolerance: tolerance)
      let other = try Study(storage: storage, tolerance: tolerance)
      let trial = try study.ask()
      Thread.sleep(forTimeInterval: 1)
      #expect(try other.ask().number == 1)
      try study.tell(trial, 1)
    }
  }

  @Test func `a trial that was let go of is begun again by somebody else`() throws {
    let storage = SharedMemory()
    let tolerance = Study.Tolerance(leaseSeconds: 0.2, retries: 1)
    let study = try Study(storage: storage, tolerance: tolerance)
    _ = try study.ask()
    Thread.sleep(forTimeInterval: 0.5)
    #expect(try Study(storage: storage, tolerance: tolerance).ask().number == 0)
  }

  @Test func `a trial whose worker died is begun again as often as is said for that`() throws {
    let storage = SharedMemory()
    let tolerance = Study.Tolerance(retries: 0, recoveries: 1)
    let study = try Study(storage: storage, tolerance: tolerance)
    func take() throws {
      _ = try storage.begin(study: "study", worker: "gone", leaseSeconds: -1, limit: nil)
    }
    try take()
    #expect(try study.ask().number == 0)
    #expect(study.trials[0].failedAttempts == 1)
    try take()
    try storage.releaseAbandoned(study: "study", retries: 1)
    let failed = try Study(storage: storage, tolerance: Study.Tolerance())
    try take()
    #expect(try failed.ask().number == 2)
    #expect(failed.trials[1].state == .failed)
  }

  @Test func `the lease of a worker known to be dead need not end`() throws {
    let storage = SharedMemory()
    let study = try Study(storage: storage)
    for worker in ["alive", "dead"] {
      _ = try storage.begin(study: "study", worker: worker, leaseSeconds: 60, limit: nil)
    }
    #expect(try storage.releaseAbandoned(study: "study", retries: 0) { $0 == "dead" } == [1])
    try study.refresh()
    #expect(study.trials.map(\.state) == [.running, .failed])
  }

  @Test func `a worker is known to be dead when its process on this machine is gone`() throws {
    let own = WorkerName.make()
    #expect(!WorkerName.isKnownDead(own))
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "exit 0"]
    try process.run()
    process.waitUntilExit()
    let number = "-\(ProcessInfo.processInfo.processIdentifier)-"
    let gone = own.replacing(number, with: "-\(process.processIdentifier)-")
    #expect(gone != own && WorkerName.isKnownDead(gone))
    var parts = gone.split(separator: "-").map(String.init)
    parts[parts.count - 2] = "elsewhere"
    #expect(!WorkerName.isKnownDead(parts.joined(separator: "-")))
    for name in ["", "a", "host-1-2", "host-x-\(parts[0])-y"] { #expect(!WorkerName.isKnownDead(name)) }
  }
}
