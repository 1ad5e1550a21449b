import Foundation
import LatheCore
import Testing

@testable import DataFrames

@Suite struct SchemaTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    "columns:\n  - name: a\n    kind: category\n  - {name: b, kind: date, format: dd/MM/yyyy}\n",
    "[{\"name\": \"a\", \"kind\": \"category\"}, {\"name\": \"b\", \"kind\": \"date\", \"format\": \"dd/MM/yyyy\"}]",
  ]) func `YAML and JSON say the same`(text: String) throws {
    #expect(
      try SchemaFile.load(try folder.file("schema", text)) == [
        ColumnSchema(name: "a", kind: .category), ColumnSchema(name: "b", kind: .date, format: "dd/MM/yyyy"),
      ])
  }

  @Test func `a mapping is the short form, in its order`() throws {
    let schema = try SchemaFile.parse("z: float\na: text\n", path: "s")
    #expect(schema == [ColumnSchema(name: "z", kind: .float), ColumnSchema(name: "a", kind: .text)])
  }

  @Test(arguments: [
    "", "5", "a: number", "[{\"name\": \"a\"}]", "- {name: a, kind: float, unit: kg}", "a: [",
    "- {name: a, kind: text}\n- {name: a, kind: text}",
    "- {name: a, kind: date, format: qq}",
  ]) func `a schema with a mistake is refused`(text: String) {
    #expect(throws: DataFramesError.self) { try SchemaFile.parse(text, path: "schema.yaml") }
  }

  private func options(_ schema: [ColumnSchema], _ policy: ReadOptions.SchemaPolicy) -> ReadOptions {
    var options = ReadOptions()
    options.schema = schema
    options.schemaPolicy = policy
    return options
  }

  @Test func `a required kind is taken, spelling and all`() throws {
    let result = try folder.read(
      "code,day,n\n1.0,03/04/2020,5\n2.50,05/06/2020,6\n",
      options: options(
        [
          ColumnSchema(name: "code", kind: .category),
          ColumnSchema(name: "day", kind: .date, format: "MM/dd/yyyy"),
          ColumnSchema(name: "n", kind: .text),
        ], .require))
    guard case .categories(let codes)? = result.frame["code"]?.values,
      case .instants(let days)? = result.frame["day"]?.values,
      case .texts(let texts)? = result.frame["n"]?.values
    else { throw Unexpected.storage }
    #expect(codes.levels == ["1.0", "2.50"])
    #expect(CalendarDay.date(of: Int(days[0] / 86400)) == (2020, 3, 4))
    #expect(texts[1] == "6")
  }

  @Test func `a value that does not fit stops the reading and is named with its row`() {
    let error = #expect(throws: DataFramesError.self) {
      try folder.read(
        "a,b\n1,x\ntwo,y\n3,z\n", options: options([ColumnSchema(name: "a", kind: .float)], .require))
    }
    #expect(error?.description.contains("\"two\" in row 2") ?? false)
    #expect(error?.description.contains("table.csv") ?? false)
  }

  @Test func `in a prediction it becomes missing, with a warning, and an absent column is tolerated`() throws
  {
    let result = try folder.read(
      "a,b\n1,x\ntwo,y\n3,z\n",
      options: options(
        [ColumnSchema(name: "a", kind: .float), ColumnSchema(name: "gone", kind: .float)], .expect))
    guard case .numbers(let values)? = result.frame["a"]?.values else { throw Unexpected.storage }
    #expect(values[0] == 1 && values[1].isNaN && values[2] == 3)
    #expect(result.codes.contains("unfitting-values") && result.codes.contains("missing-columns"))
  }

  @Test func `a boolean keeps its words whatever else stands between them`() throws {
    let result = try folder.read(
      "a,b\n-,1\nyes,2\nno,3\nyes,5\n", options: options([ColumnSchema(name: "a", kind: .boolean)], .expect))
    guard case .categories(let values)? = result.frame["a"]?.values else { throw Unexpected.storage }
    #expect(values.levels == ["no", "yes"] && values.codes == [-1, 1, 0, 1])
    #expect(result.codes.contains("unfitting-values"))
  }

  @Test(arguments: [
    (["yes", "no", "-"], ["no", "yes", "-"]), (["x", "-", "yes"], ["-", "yes", "x"]),
    (["z", "no", "-"], ["no", "-", "z"]), (["yes", "-"], ["-", "yes"]), (["2", "1"], ["1", "2"]),
    (["b", "c", "a"], ["a", "b", "c"]),
  ]) func `words for false and true come first`(levels: [String], ordered: [String]) {
    #expect(BooleanWords.ordered(levels) == ordered)
  }

  @Test func `a required column that is absent is an error that lists the columns`() {
    let error = #expect(throws: DataFramesError.self) {
      try folder.read("a,b\n1,2\n", options: options([ColumnSchema(name: "c", kind: .float)], .require))
    }
    #expect(error?.description.contains("a, b") ?? false)
  }

  @Test func `one row is read in the kinds of the training data`() throws {
    let training = try folder.read(
      "n,word,flag,day\n"
        + (0..<40).map { "\($0 * $0),w\($0 % 4),\($0 % 2),2020-01-0\($0 % 9 + 1)\n" }.joined())
    let single = try folder.read(
      "n,word,flag,day\n4,w1,1,2020-01-02\n", options: options(training.schema, .expect))
    #expect(single.schema == training.schema)
    #expect(single.diagnostics.isEmpty)
  }
}
