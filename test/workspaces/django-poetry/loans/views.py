"""Pages for the people at the desk."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from .models import Loan


@login_required
def overdue(request):
    """Loans that should be back by now."""
    loans = Loan.objects.overdue().select_related("book", "member")
    return render(request, "loans/overdue.html", {"loans": loans})
