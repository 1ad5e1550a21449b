import Testing

@testable import Tuning

@Suite struct CommandWordsTests {
  @Test(arguments: [
    ("python train.py --lr={lr}", ["python", "train.py", "--lr={lr}"]),
    ("a  'b c'  \"d \\\" e\" f\\ g", ["a", "b c", "d \" e", "f g"]),
    ("a '' b", ["a", "", "b"]), ("'a'b\"c\"", ["abc"]), ("  ", []),
    (#"sed "s/\d/x/" '\'"#, ["sed", #"s/\d/x/"#, #"\"#]),
    ("a; rm -r $HOME | b", ["a;", "rm", "-r", "$HOME", "|", "b"]),
  ])
  func `words are split as a shell does, and nothing else is special`(text: String, words: [String]) {
    #expect(CommandWords.split(text) == words)
  }

  @Test(arguments: ["a 'b", "a \"b", "a \\"])
  func `a quote without an end is no command`(text: String) {
    #expect(CommandWords.split(text) == nil)
  }
}
