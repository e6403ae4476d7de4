namespace NsmPS.Probe;

/// <summary>Makes a probe's work fail.</summary>
internal static class Failures
{
    public static void Throw(ProbeFailure failure)
    {
        switch (failure)
        {
            case ProbeFailure.Defect:
                throw new InvalidCastException("The probe was told to have a defect.");
            case ProbeFailure.StrayCancellation:
                throw new OperationCanceledException("Nobody asked for this.");
        }
    }
}
