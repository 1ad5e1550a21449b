import Foundation
import LatheCore
import Testing

@testable import DataFrames

@Suite(.enabled(if: SharedData.isPresent, "needs ../shared/data")) struct PublicDatasetTests {
  struct Expectation: Sendable, CustomTestStringConvertible {
    let file: String
    let rows: Int
    let columns: Int
    let kinds: [String: String]
    var testDescription: String { file }
  }

  static let expectations = [
    Expectation(
      file: "adult/train.csv", rows: 32561, columns: 15,
      kinds: ["age": "integer", "workclass": "category", "capital_gain": "integer", "income": "category"]),
    Expectation(
      file: "titanic/train.csv", rows: 712, columns: 12,
      kinds: [
        "PassengerId": "identifier", "Survived": "boolean", "Name": "text", "Age": "float",
        "Ticket": "category",
        "Cabin": "category", "Pclass": "integer",
      ]),
    Expectation(
      file: "ames_house_prices/train.csv", rows: 1168, columns: 81,
      kinds: [
        "Id": "identifier", "SalePrice": "integer", "CentralAir": "boolean", "MasVnrType": "category",
        "YearBuilt": "integer", "LotFrontage": "integer",
      ]),
    Expectation(
      file: "california_housing/train.csv", rows: 16512, columns: 10,
      kinds: ["longitude": "float", "total_bedrooms": "float", "ocean_proximity": "category"]),
    Expectation(
      file: "diamonds/train.parquet", rows: 43152, columns: 10,
      kinds: ["carat": "float", "cut": "category", "price": "integer"]),
    Expectation(
      file: "sms_spam/train.tsv", rows: 4459, columns: 2, kinds: ["column_1": "category", "column_2": "text"]),
    Expectation(
      file: "trec6/train.jsonl", rows: 5452, columns: 2, kinds: ["text": "text", "label": "category"]),
    Expectation(
      file: "bike_sharing_hourly/train.csv", rows: 14491, columns: 15,
      kinds: ["instant": "identifier", "dteday": "date", "yr": "boolean", "temp": "float", "cnt": "integer"]),
    Expectation(
      file: "elec2/train.csv", rows: 17424, columns: 8,
      kinds: ["timestamp": "dateTime", "vicprice": "constant"]),
  ]

  @Test(arguments: expectations) func `a real dataset has its rows, columns and kinds`(
    _ expected: Expectation
  ) throws {
    let result = try SharedData.read(expected.file)
    #expect(result.frame.rowCount == expected.rows)
    #expect(result.frame.columns.count == expected.columns)
    for (name, kind) in expected.kinds { #expect(result[kind: name] == kind, "\(name)") }
    #expect(result.schema.map(\.name) == result.frame.names)
  }

  @Test
  func `missing values of the Ames houses are counted, and None stays a value`()
    throws
  {
    let frame = try SharedData.read("ames_house_prices/train.csv").frame
    #expect(frame["LotFrontage"]?.missingCount == 200)
    #expect(frame["Alley"]?.missingCount == 1097)
    guard case .categories(let veneer)? = frame["MasVnrType"]?.values else {
      Issue.record("MasVnrType is not a category")
      return
    }
    #expect(veneer.levels.contains("None"))
  }
}
