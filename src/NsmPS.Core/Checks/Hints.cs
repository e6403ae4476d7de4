namespace NsmPS.Checks;

/// <summary>What several checks advise.</summary>
internal static class Hints
{
    public const string Repair = "Repair-NsmMesh fixes it.";
    public const string Install = "Run Install-NsmMesh again with the same options.";
    public const string Unblock = "Repair-NsmMesh -UnblockAdmission frees the cluster.";
    public const string Recreate = "Delete the workload and create it again: NSM injects only at creation. For a sample of NsmPS, "
        + "Repair-NsmMesh does it.";
    public const string Residue = "See Get-NsmResidue, and remove what is left with Remove-NsmResidue.";
}
