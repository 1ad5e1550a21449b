import Foundation
import Testing

@testable import RunStore

@Suite struct RunStoreTests {
  private let file = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString).sqlite")
  private let identity = RunIdentity(data: "d", settings: "s")

  private func fit(_ candidate: String, fold: Int, predictions: [Double] = [0.25, .pi]) -> RecordedFit {
    RecordedFit(
      candidate: candidate, fold: fold, kind: "trees", files: ["model.txt": Data("tree".utf8)],
      outcome: .init(
        iterations: 12, validationLosses: [0.5, 0.4], trainingLosses: [], ending: "earlyStopping",
        seconds: 1.5, parameters: ["rate": "0.05"], learningRate: 0.05),
      predictions: predictions)
  }

  @Test func `a reopened record gives back every fit bit for bit`() throws {
    defer { RunStore.remove(file: file) }
    do {
      let store = try RunStore(file: file)
      try store.begin(identity, plan: Data("plan".utf8))
      try store.record(fit("b", fold: 1))
      try store.record(fit("a", fold: 0))
    }
    let store = try RunStore(file: file)
    let fits = try store.fits()
    #expect(try store.identity() == identity)
    #expect(try store.plan() == Data("plan".utf8))
    #expect(fits[1].outcome.parameters == ["rate": "0.05"])
    #expect(fits[1].outcome.learningRate == 0.05)
    #expect(fits.map(\.candidate) == ["a", "b"])
    #expect(fits[1].predictions == [0.25, .pi])
    #expect(fits[1].files == ["model.txt": Data("tree".utf8)])
    #expect(fits[1].outcome.validationLosses == [0.5, 0.4])
  }

  @Test func `recording a fit again replaces it`() throws {
    defer { RunStore.remove(file: file) }
    let store = try RunStore(file: file)
    try store.record(fit("a", fold: 0, predictions: [1]))
    try store.record(fit("a", fold: 0, predictions: [2]))
    #expect(try store.fits().map(\.predictions) == [[2]])
  }

  @Test func `beginning anew forgets earlier fits`() throws {
    defer { RunStore.remove(file: file) }
    let store = try RunStore(file: file)
    try store.record(fit("a", fold: 0))
    try store.begin(identity, plan: Data("plan".utf8))
    #expect(try store.fits().isEmpty)
  }

  @Test func `a file that is no database is refused with its name`() throws {
    try Data("not a database, but long enough to look like a file of some kind".utf8).write(to: file)
    defer { RunStore.remove(file: file) }
    let error = #expect(throws: RunStoreError.self) { try RunStore(file: file) }
    #expect(error?.description.contains(file.lastPathComponent) == true)
  }
}
