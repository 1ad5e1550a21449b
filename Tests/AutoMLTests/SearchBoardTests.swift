import LatheCore
import Learners
import Testing

@testable import AutoML

@Suite struct SearchBoardTests {
  private func portfolio() throws -> Portfolio {
    var request = FitRequest(target: "class2")
    request.ignoredColumns = SyntheticTable.otherAnswers(than: "class2")
    let table = try TrainingTable(SyntheticTable.frame(rows: 200), request: request)
    return Portfolio(facts: DataFacts(table), preset: .balanced, honouringMonotone: false)
  }

  private func board(
    seconds: Double, trials: Int? = nil, expected: Double? = nil, recorded: [String: Double?] = [:]
  ) throws -> SearchBoard {
    let deadline = seconds.isFinite ? Deadline.after(seconds: seconds) : .never
    return SearchBoard(
      portfolio: try portfolio(), foldCount: 3, workers: 1,
      budget: SearchBudget(deadline: deadline, choiceDeadline: deadline, seconds: seconds, trials: trials),
      pace: Pace(expectedSecondsPerFit: expected), tuning: nil, recorded: recorded, stop: StopSignal())
  }

  @Test func `the folds of a candidate are handed out in order, then the next candidate's`() async throws {
    let board = try board(seconds: .infinity, trials: 2)
    var jobs: [SearchBoard.Job] = []
    while let job = await board.next() { jobs.append(job) }
    #expect(jobs.map(\.fold) == [0, 1, 2, 0, 1, 2])
    #expect(Set(jobs.map(\.candidate.name)).count == 2)
    #expect(jobs.allSatisfy { $0.deadline.isNever })
  }

  @Test func `a candidate that would take too long is sped up`() async throws {
    let board = try board(seconds: 60, expected: 15)
    let job = try #require(await board.next())
    let rate = try #require(job.candidate.boosting?.learningRate)
    #expect(rate > BoostedTreeParameters().learningRate && rate <= Candidate.largestLearningRate)
  }

  @Test func `a candidate on record comes at the rate it was fitted at, whatever it costs`() async throws {
    let board = try board(seconds: 60, expected: 1_000, recorded: ["boosted-trees-default": 0.07])
    let job = try #require(await board.next())
    #expect(job.candidate.name == "boosted-trees-default")
    #expect(job.candidate.boosting?.learningRate == 0.07)
  }

  @Test func `a candidate whose fold failed gets no more folds, and the reason is kept`() async throws {
    let board = try board(seconds: .infinity, trials: 2)
    let job = try #require(await board.next())
    #expect(await board.fail(job, reason: "it did not converge"))
    let next = try #require(await board.next())
    #expect(next.candidate.name != job.candidate.name)
    #expect(await board.skipped.map(\.reason) == ["it did not converge"])
  }

  @Test func `no job is handed out once the time is over`() async throws {
    #expect(await (try board(seconds: 0)).next().map(\.fold) == nil)
  }
}
