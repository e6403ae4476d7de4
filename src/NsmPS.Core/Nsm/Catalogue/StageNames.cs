namespace NsmPS.Nsm.Catalogue;

/// <summary>Stages that the engine knows by name, because something must hold before the next one.</summary>
internal static class StageNames
{
    public const string Namespaces = "namespaces";
    public const string Definitions = "crds";
    public const string Configuration = "configuration";
    public const string Spire = "spire";
    public const string Identities = "identities";
    public const string Workloads = "workloads";
    public const string Admission = "admission";
    public const string Endpoints = "endpoints";
    public const string Clients = "clients";
}
