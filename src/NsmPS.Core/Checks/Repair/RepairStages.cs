namespace NsmPS.Checks.Repair;

/// <summary>The stages of a repair as plans show them, in their order.</summary>
internal static class RepairStages
{
    public const string Admission = "admission";
    public const string Restarts = "restarts";
    public const string Registrations = "registrations";
    public const string Links = "links";
    public const string Clients = "clients of others";
}
