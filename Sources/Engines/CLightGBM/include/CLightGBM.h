// The functions of LightGBM's C interface that Lathe calls, declared here because the binary distribution has no header.
// The interface is stable: names, parameters and constants are those of LightGBM's c_api.h since version 3.
#ifndef CLIGHTGBM_H
#define CLIGHTGBM_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef void *DatasetHandle;
typedef void *BoosterHandle;

// Types of numbers (C_API_DTYPE_…).
enum { LGBM_FLOAT32 = 0, LGBM_FLOAT64 = 1 };

// All functions but the first give 0, or -1 after a failure that LGBM_GetLastError describes.
const char *LGBM_GetLastError(void);
int LGBM_RegisterLogCallback(void (*callback)(const char *));

int LGBM_GetSampleCount(int32_t num_total_row, const char *parameters, int *out);
int LGBM_SampleIndices(int32_t num_total_row, const char *parameters, void *out, int32_t *out_len);
int LGBM_DatasetCreateFromSampledColumn(double **sample_data, int **sample_indices, int32_t ncol,
                                        const int *num_per_col, int32_t num_sample_row, int32_t num_local_row,
                                        int64_t num_dist_row, const char *parameters, DatasetHandle *out);
int LGBM_DatasetCreateByReference(DatasetHandle reference, int64_t num_total_row, DatasetHandle *out);
int LGBM_DatasetPushRows(DatasetHandle dataset, const void *data, int data_type, int32_t nrow, int32_t ncol,
                         int32_t start_row);
int LGBM_DatasetSetField(DatasetHandle handle, const char *field_name, const void *field_data, int num_element,
                         int type);
int LGBM_DatasetFree(DatasetHandle handle);

int LGBM_BoosterCreate(DatasetHandle train_data, const char *parameters, BoosterHandle *out);
int LGBM_BoosterAddValidData(BoosterHandle handle, DatasetHandle valid_data);
int LGBM_BoosterUpdateOneIter(BoosterHandle handle, int *produced_empty_tree);
int LGBM_BoosterGetEval(BoosterHandle handle, int data_idx, int *out_len, double *out_results);
int LGBM_BoosterSaveModelToString(BoosterHandle handle, int start_iteration, int num_iteration,
                                  int feature_importance_type, int64_t buffer_len, int64_t *out_len, char *out_str);
int LGBM_BoosterPredictForMat(BoosterHandle handle, const void *data, int data_type, int32_t nrow, int32_t ncol,
                              int is_row_major, int predict_type, int start_iteration, int num_iteration,
                              const char *parameter, int64_t *out_len, double *out_result);
int LGBM_BoosterFree(BoosterHandle handle);

#ifdef __cplusplus
}
#endif

#endif
