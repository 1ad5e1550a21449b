"""The public datasets of the comparison, in the folder of data that is shared beside the repository."""

import dataclasses
import pathlib


@dataclasses.dataclass(frozen=True)
class Dataset:
    name: str
    folder: str
    target: str
    metric: str  # auc, logloss or rmse
    suffix: str = "csv"

    @property
    def metric_of_lathe(self) -> str:
        """The metric's name on Lathe's command line."""
        return {"auc": "auc", "logloss": "log-loss", "rmse": "rmse"}[self.metric]

    def file(self, data: pathlib.Path, part: str) -> pathlib.Path:
        return data / self.folder / f"{part}.{self.suffix}"


DATASETS = [
    Dataset("adult", "adult", "income", "auc"),
    Dataset("bank_marketing", "bank_marketing", "deposit", "auc"),
    Dataset("german_credit", "german_credit", "class", "auc"),
    Dataset("mammography", "mammography", "class", "auc"),
    Dataset("phoneme", "phoneme", "class", "auc"),
    Dataset("titanic", "titanic", "Survived", "auc"),
    Dataset("fine_foods", "fine_foods_reviews", "score", "auc"),
    Dataset("letter", "letter", "lettr", "logloss"),
    Dataset("vehicle", "vehicle", "Class", "logloss"),
    Dataset("ames", "ames_house_prices", "SalePrice", "rmse"),
    Dataset("bike_sharing", "bike_sharing_hourly", "cnt", "rmse"),
    Dataset("california", "california_housing", "median_house_value", "rmse"),
    Dataset("diamonds", "diamonds", "price", "rmse", "parquet"),
]
