import Foundation
import Search
import Testing

@Suite struct OptimizerSessionTests {
  private struct Reply: Decodable {
    var ok: Bool?
    var error: String?
    var id: Int?
    var params: [String: ParameterValue]?
    var prune: Bool?
    var values: [Double]?
  }

  private func send(_ line: String, _ session: inout OptimizerSession) throws -> Reply {
    try JSONDecoder().decode(Reply.self, from: Data(session.reply(to: line).utf8))
  }

  private static let start = """
    {"cmd":"start","version":1,"seed":7,"budget":10,"directions":["minimize"],"n_constraints":0,"max_step":null,"parallel":2,
     "space":[{"name":"b","type":"cat","choices":["u","v"]},{"name":"n","type":"int","low":1,"high":8,"log":true},
      {"name":"x","type":"float","low":-1,"high":1,"log":false,"conditions":[{"parent":"b","values":["u"]}]}]}
    """.replacing("\n", with: "")

  @Test func `start can bring a sampler with settings`() throws {
    var session = try OptimizerSession()
    func start(_ sampler: String) throws -> Reply {
      let line = Self.start.replacing("\"version\":1", with: "\"version\":1,\"sampler\":\(sampler)")
      return try send(line, &session)
    }
    #expect(try start(#"{"name":"tpe","startup_trials":3}"#).ok == true)
    #expect(try start(#"{"name":"tpe","startup":3}"#).error?.contains("no setting \"startup\"") == true)
    #expect(try start(#"{"startup_trials":3}"#).error?.contains("needs its name") == true)
  }

  @Test func `a study runs from hello to quit`() throws {
    var session = try OptimizerSession(sampler: "random")
    #expect(try send(#"{"cmd":"hello","version":1}"#, &session).ok == true)
    #expect(try send(Self.start, &session).ok == true)
    #expect(try send(#"{"cmd":"enqueue","params":{"b":"u","x":0.25}}"#, &session).ok == true)
    var seen: Set<Int> = []
    for round in 0..<10 {
      let asked = try send(#"{"cmd":"ask"}"#, &session)
      let id = try #require(asked.id)
      let parameters = try #require(asked.params)
      #expect(seen.insert(id).inserted)
      #expect((parameters["x"] != nil) == (parameters["b"] == "u"))
      if round == 0 { #expect(parameters["x"] == 0.25) }
      #expect(try send(#"{"cmd":"tell","id":\#(id),"state":"ok","values":[\#(round)]}"#, &session).ok == true)
    }
    let best = try send(#"{"cmd":"best"}"#, &session)
    #expect(best.values == [0] && best.params?["x"] == 0.25)
    #expect(try send(#"{"cmd":"end"}"#, &session).ok == true)
    #expect(!session.hasEnded)
    #expect(try send(#"{"cmd":"quit"}"#, &session).ok == true)
    #expect(session.hasEnded)
  }

  @Test func `the same seed proposes the same`() throws {
    func parameters() throws -> [[String: ParameterValue]?] {
      var session = try OptimizerSession(sampler: "random")
      _ = session.reply(to: Self.start)
      return try (0..<5).map { _ in try send(#"{"cmd":"ask"}"#, &session).params }
    }
    #expect(try parameters() == parameters())
  }

  @Test(arguments: [
    "", "x", "[]", "{}", #"{"cmd":"dance"}"#, #"{"cmd":"ask"}"#, #"{"cmd":"start"}"#,
    #"{"cmd":"start","version":2,"space":[]}"#,
    #"{"cmd":"start","space":[{"name":"x","type":"float","low":2,"high":1}]}"#,
    #"{"cmd":"start","space":[{"name":"x","type":"complex"}]}"#,
    #"{"cmd":"start","space":[],"sampler":"none"}"#,
    #"{"cmd":"tell","id":1}"#, #"{"cmd":"report","id":1,"step":1,"value":1}"#,
  ])
  func `what cannot be done is answered with an error`(line: String) throws {
    var session = try OptimizerSession(sampler: "random")
    let reply = try send(line, &session)
    #expect(reply.error?.isEmpty == false && reply.ok == nil)
  }

  @Test func `a trial is told of once`() throws {
    var session = try OptimizerSession(sampler: "random")
    _ = session.reply(to: Self.start)
    let id = try #require(try send(#"{"cmd":"ask"}"#, &session).id)
    #expect(try send(#"{"cmd":"tell","id":\#(id),"values":[1,2]}"#, &session).error != nil)
    #expect(try send(#"{"cmd":"tell","id":\#(id),"values":[null]}"#, &session).ok == true)
    #expect(try send(#"{"cmd":"tell","id":\#(id),"values":[1]}"#, &session).error != nil)
    #expect(try send(#"{"cmd":"best"}"#, &session).error != nil)
  }
}
