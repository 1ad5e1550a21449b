import Testing

@testable import LatheCore

@Suite struct DeadlineTests {
  @Test func `a deadline is moved to an earlier moment`() {
    let deadline = Deadline.after(seconds: 100)
    #expect(abs(deadline.earlier(bySeconds: 40).remainingSeconds - 60) < 5)
  }

  @Test func `never stays never however it is moved`() {
    #expect(Deadline.never.earlier(bySeconds: 40).isNever)
    #expect(!Deadline.never.hasPassed)
    #expect(Deadline.never.remainingSeconds == .infinity)
  }

  @Test func `the earlier of two deadlines is taken from either side`() {
    let soon = Deadline.after(seconds: 1)
    #expect(Deadline.never.earlier(soon) == soon)
    #expect(soon.earlier(.never) == soon)
    #expect(soon.earlier(.after(seconds: 50)) == soon)
    #expect(Deadline.after(seconds: -1).hasPassed)
  }
}
