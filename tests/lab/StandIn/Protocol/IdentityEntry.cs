namespace NsmPS.Lab.Protocol;

/// <summary>What SPIRE's server may issue: to the pod with this uid, this id, and a certificate for these names.</summary>
internal sealed record IdentityEntry(string PodUid, string SpiffeId, List<string> DnsNames);
