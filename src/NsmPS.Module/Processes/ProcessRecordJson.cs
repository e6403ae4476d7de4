using System.Text.Json.Serialization;

namespace NsmPS.Processes;

/// <summary>How records are written.</summary>
[JsonSerializable(typeof(ProcessRecord))]
[JsonSerializable(typeof(ReadyNote))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
internal sealed partial class ProcessRecordJson : JsonSerializerContext;
