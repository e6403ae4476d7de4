using System.Text.Json.Serialization;

namespace NsmPS.Session.Choice;

/// <summary>A choice as a process leaves it to those that it starts.</summary>
internal sealed record ChoiceNote(int ProcessId, string Identity, ClusterChoice Choice);

/// <summary>How it is written.</summary>
[JsonSerializable(typeof(ChoiceNote))]
internal sealed partial class ChoiceNoteJson : JsonSerializerContext;
