namespace NsmPS.Kubernetes.Answers;

/// <summary>There is no memory left for the rest of an answer.</summary>
internal sealed class NoRoomException() : IOException("The answers of now take all the memory that there is for them.");
