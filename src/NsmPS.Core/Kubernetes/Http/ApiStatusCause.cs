namespace NsmPS.Kubernetes.Http;

/// <summary>One of the reasons in a <see cref="ApiStatus"/>: which field, and what is wrong with it.</summary>
internal sealed record ApiStatusCause(string Reason, string Message, string Field);
