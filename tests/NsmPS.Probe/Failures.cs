namespace NsmPS.Probe;

/// <summary>Makes a probe's work fail.</summary>
internal static class Failures
{
    public static void Throw(ProbeFailure failure, string? cluster = null)
    {
        switch (failure)
        {
            case ProbeFailure.Known:
                throw new NsmException(NsmErrors.ObjectFailed, "The probe was told to fail.", "Deployment/probe/one")
                {
                    Cluster = cluster,
                    Remedy = "Do not tell it to."
                };
            case ProbeFailure.Defect:
                throw new InvalidCastException("The probe was told to have a defect.");
            case ProbeFailure.StrayCancellation:
                throw new OperationCanceledException("Nobody asked for this.");
        }
    }
}
